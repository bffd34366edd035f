package io.functionrunner.perf.load.lifecycle;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What live metrics cost a run: CPU time of the injector's process a task, with and without, in
 * runs that take turns. Where CPU is what limits the injector, its greatest rate changes by the
 * inverse of that. docs/metrics.md has command and numbers.
 */
final class LiveRunCost {

  private static final int PAIRS = 9;

  /** Progress lines between which CPU and tasks are taken: after the ramp and most of the JIT. */
  private static final String FROM = "0:10";

  private static final String TO = "0:25";

  private static final String[] LOAD = {
    "users=1000",
    "sandbox.speed=100",
    "timeScale=1.6",
    "sandbox.workers=image=1000",
    "warmup=0",
    "stop.errorRate=off",
    "gate=off"
  };

  private LiveRunCost() {}

  public static void main(String[] args) throws Exception {
    run(false);
    List<Double> ratios = new ArrayList<>();
    for (int pair = 0; pair < PAIRS; pair++) {
      // Who goes first changes, or a machine that gets slower would be taken for a cost.
      boolean first = pair % 2 == 0;
      double one = run(first);
      double other = run(!first);
      double ratio = first ? one / other : other / one;
      ratios.add(ratio);
      System.out.printf(Locale.ROOT, "pair %d: with / without = %.4f%n", pair, ratio);
    }
    Collections.sort(ratios);
    // Of 9, the median lies between the second and the eighth with 96.1 %: 1 - 20 / 2^9.
    System.out.printf(
        Locale.ROOT,
        "CPU a task, with / without: median %.4f, 96 %% interval %.4f to %.4f%n",
        ratios.get(PAIRS / 2),
        ratios.get(1),
        ratios.get(PAIRS - 2));
  }

  /** CPU milliseconds a task. */
  private static double run(boolean live) throws Exception {
    Path results = Files.createTempDirectory("live-run-cost");
    List<String> settings = new ArrayList<>(List.of(LOAD));
    if (live) {
      settings.add("metrics.port=0");
    }
    try (GatlingProcess run =
        GatlingProcess.start(results, "HighLoadTest", settings.toArray(String[]::new))) {
      run.awaitLine(FROM + " .*tasks");
      Duration before = run.cpu();
      if (live) {
        scrapeUntil(run, TO);
      } else {
        run.awaitLine(TO + " .*tasks");
      }
      Duration spent = run.cpu().minus(before);
      long tasks = submitted(run, TO) - submitted(run, FROM);
      double millis = spent.toNanos() / 1e6 / tasks;
      System.out.printf(
          Locale.ROOT,
          "%s: %d tasks, %.2f cores, %.4f ms CPU a task%n",
          live ? "with" : "without",
          tasks,
          spent.toMillis() / 15_000.0,
          millis);
      run.end();
      return millis;
    } finally {
      delete(results);
    }
  }

  /** A reader every second: three times as often as Prometheus' usual. */
  private static void scrapeUntil(GatlingProcess run, String time) throws Exception {
    Matcher url = Pattern.compile("Live metrics: (\\S+)").matcher(run.output());
    if (!url.find()) {
      throw new IOException("no live metrics: " + run.output());
    }
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(URI.create(url.group(1))).build();
    Watch scraper =
        new Watch(
            "scraper",
            1_000,
            () -> {
              try {
                client.send(request, HttpResponse.BodyHandlers.discarding());
              } catch (IOException e) {
                System.out.println(e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    try (scraper) {
      run.awaitLine(time + " .*tasks");
    }
  }

  private static long submitted(GatlingProcess run, String time) {
    Matcher line =
        Pattern.compile("(?m)^" + time + " .*tasks (\\d+) submitted").matcher(run.output());
    if (!line.find()) {
      throw new IllegalStateException("no line at " + time + " in " + run.output());
    }
    return Long.parseLong(line.group(1));
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
