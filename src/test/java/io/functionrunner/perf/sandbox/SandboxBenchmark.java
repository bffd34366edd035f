package io.functionrunner.perf.sandbox;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * What the sandbox's process costs; docs/sandbox.md has the command and the numbers. Requests are a
 * submission and then {@value #POLLS} polls of it, over plain sockets that stay open.
 */
final class SandboxBenchmark {
  private static final int ROUNDS = 5;
  private static final int POLLS = 6;
  private static final int CONNECTIONS = 8;
  private static final Duration ROUND = Duration.ofSeconds(10);

  /** HighLoadTest at speed 10: 1,000 users x 0.2 tasks a minute x 10. */
  private static final double HIGH_LOAD_TASKS_PER_SECOND = 1_000 * 0.2 / 60 * 10;

  private SandboxBenchmark() {}

  public static void main(String[] args) throws Exception {
    highLoad();
    limit();
  }

  /** CPU of the sandbox under HighLoadTest's requests, evenly paced. */
  private static void highLoad() throws Exception {
    List<Double> cores = new ArrayList<>();
    try (SandboxChild child = SandboxChild.start(SandboxMain.command(), Duration.ofMinutes(1));
        Connection connection = new Connection(child.baseUrl())) {
      paced(connection, ROUND);
      for (int round = 0; round < ROUNDS; round++) {
        Duration before = cpu(child);
        paced(connection, ROUND);
        cores.add(seconds(cpu(child).minus(before)) / seconds(ROUND));
      }
    }
    print("HighLoadTest at full scale, cores used", cores);
  }

  private static void paced(Connection connection, Duration length) throws IOException {
    long startNanos = System.nanoTime();
    int tasks = (int) Math.round(seconds(length) * HIGH_LOAD_TASKS_PER_SECOND);
    for (int task = 0; task < tasks; task++) {
      long dueNanos = startNanos + Math.round(task / HIGH_LOAD_TASKS_PER_SECOND * 1e9);
      while (System.nanoTime() < dueNanos) {
        LockSupport.parkNanos(dueNanos - System.nanoTime());
      }
      connection.submitAndPoll(task);
    }
  }

  /** Requests per second when some connections send one after the other as fast as they can. */
  private static void limit() throws Exception {
    List<Double> rates = new ArrayList<>();
    List<Double> perCore = new ArrayList<>();
    List<String> command = SandboxMain.command("speed=10000", "queueCapacity=1000000");
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try (SandboxChild child = SandboxChild.start(command, Duration.ofMinutes(1))) {
      requests(child, threads);
      for (int round = 0; round < ROUNDS; round++) {
        Duration before = cpu(child);
        long requests = requests(child, threads);
        rates.add(requests / seconds(ROUND));
        perCore.add(requests / seconds(cpu(child).minus(before)));
      }
    } finally {
      threads.shutdown();
    }
    print("at its limit, requests/s", rates);
    print("at its limit, requests per CPU second of the sandbox", perCore);
  }

  private static long requests(SandboxChild child, ExecutorService threads) throws Exception {
    long endNanos = System.nanoTime() + ROUND.toNanos();
    List<Callable<Long>> loops = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      int first = i;
      loops.add(
          () -> {
            long requests = 0;
            try (Connection connection = new Connection(child.baseUrl())) {
              for (long task = first; System.nanoTime() < endNanos; task += CONNECTIONS) {
                connection.submitAndPoll(task);
                requests += 1 + POLLS;
              }
            }
            return requests;
          });
    }
    long total = 0;
    for (Future<Long> loop : threads.invokeAll(loops)) {
      total += loop.get();
    }
    return total;
  }

  /** One HTTP connection that stays open, and no more of HTTP than this needs. */
  private static final class Connection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Connection(URI url) throws IOException {
      socket = new Socket(url.getHost(), url.getPort());
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
      out = new BufferedOutputStream(socket.getOutputStream());
    }

    void submitAndPoll(long task) throws IOException {
      String body =
          "{\"template_id\":\"image_generation_v1\",\"inputs\":{\"prompt\":\"a red fox in the snow\","
              + "\"seed\":"
              + task
              + "},\"quality\":\"draft\"}";
      String accepted =
          exchange(
              "POST /v1/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(body.length(), body));
      int id = accepted.indexOf("\"task_id\":\"") + "\"task_id\":\"".length();
      String poll =
          "GET /v1/tasks/%s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(accepted.substring(id, id + 36));
      for (int i = 0; i < POLLS; i++) {
        exchange(poll);
      }
    }

    private String exchange(String request) throws IOException {
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      int length = 0;
      String status = line();
      if (!status.startsWith("HTTP/1.1 20")) {
        throw new IOException(status);
      }
      for (String header = line(); !header.isEmpty(); header = line()) {
        if (header.regionMatches(true, 0, "Content-Length: ", 0, 16)) {
          length = Integer.parseInt(header.substring(16));
        }
      }
      return new String(in.readNBytes(length), StandardCharsets.US_ASCII);
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new EOFException();
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static Duration cpu(SandboxChild child) {
    return ProcessHandle.of(child.pid()).orElseThrow().info().totalCpuDuration().orElseThrow();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static void print(String what, List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    System.out.printf(
        "%s: min %.4g, median %.4g, max %.4g of %d rounds of %d s %s%n",
        what,
        sorted[0],
        sorted[sorted.length / 2],
        sorted[sorted.length - 1],
        sorted.length,
        ROUND.toSeconds(),
        Arrays.toString(sorted));
  }
}
