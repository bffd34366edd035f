package io.functionrunner.perf.simlog;

import io.functionrunner.perf.kpi.LogStatistics;
import io.functionrunner.perf.kpi.LogSummary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times our decoding and Gatling's {@code -ro} on the same generated log, each in a JVM of its own,
 * in turns, and prints medians and their ratio. Run by {@code mvn verify -Pbench}; arguments are
 * the number of requests, and how often to run Gatling (0: only our own decoding).
 */
public final class LogBenchmark {
  private static final Path DIRECTORY = Path.of("target", "bench");
  private static final String OUR_HEAP = "256m";
  private static final String GATLING_HEAP = "6g";
  private static final int REQUESTS_PER_SECOND = 1_000;
  private static final int ROUNDS_WITHOUT_GATLING = 5;

  private LogBenchmark() {}

  /** Times in milliseconds, of the decoding alone and of the whole process. */
  private record Times(double decoding, double process) {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments[0].equals("decode")) {
      decode(Path.of(arguments[1]));
      return;
    }
    long requests = Long.parseLong(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    Path log = DIRECTORY.resolve("run").resolve(SimulationLog.FILE_NAME);
    Files.createDirectories(log.getParent());
    new LogGenerator(1, requests, REQUESTS_PER_SECOND).write(log);
    System.out.printf("%,d requests, %,d bytes%n", requests, Files.size(log));
    int turns = rounds == 0 ? ROUNDS_WITHOUT_GATLING : rounds;
    Times[] ours = new Times[turns];
    Times[] gatlings = new Times[rounds];
    for (int i = 0; i < turns; i++) {
      ours[i] = time(ours(log), "decoded in (\\d+) ms.*");
      if (i < rounds) {
        gatlings[i] = time(GatlingReport.command(DIRECTORY, GATLING_HEAP), "Parsing .* done in .*");
      }
    }
    Times our = medians("ours", ours);
    if (rounds > 0) {
      Times gatling = medians("Gatling -ro", gatlings);
      System.out.printf(
          "ratio: decoding %.0f, process %.0f%n",
          gatling.decoding() / our.decoding(), gatling.process() / our.process());
    }
    Files.delete(log);
  }

  /** The child process: from bytes to the summary, once, in a cold JVM. */
  private static void decode(Path log) throws IOException {
    long start = System.nanoTime();
    LogStatistics statistics = LogStatistics.ofRun();
    Decoded decoded = SimulationLog.decode(log, statistics, DecodeOptions.DEFAULT);
    LogSummary summary = statistics.toSummary();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    long heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(usage -> usage.getUsed())
            .sum();
    System.out.printf(
        "decoded in %d ms: %,d records, p99 %d ms, window %d ms, heap peak at most %d MiB of %s%n",
        millis,
        decoded.records(),
        summary.run().all().quantile(0.99),
        summary.windowMillis(),
        heap >> 20,
        OUR_HEAP);
  }

  private static ProcessBuilder ours(Path log) {
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + OUR_HEAP,
        "-cp",
        System.getProperty("java.class.path"),
        LogBenchmark.class.getName(),
        "decode",
        log.toString());
  }

  /**
   * Runs a process to its end. The decoding ends with the line that matches {@code done}: a number
   * of milliseconds in it is taken, otherwise the time since the first line, which Gatling prints
   * when it begins to parse.
   */
  private static Times time(ProcessBuilder command, String done)
      throws IOException, InterruptedException {
    Pattern pattern = Pattern.compile(done);
    long start = System.nanoTime();
    Process process = command.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    long begin = 0;
    double decoding = Double.NaN;
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        begin = begin == 0 ? System.nanoTime() : begin;
        Matcher matcher = pattern.matcher(line);
        if (matcher.matches()) {
          decoding =
              matcher.groupCount() > 0 ? Double.parseDouble(matcher.group(1)) : millisSince(begin);
          System.out.println("  " + line);
        } else if (line.contains("99th percentile")) {
          System.out.println("  " + line.replaceAll(" +", " "));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (process.waitFor() != 0 || Double.isNaN(decoding)) {
      throw new IOException(command.command() + " ended with status " + process.exitValue());
    }
    return new Times(decoding, millisSince(start));
  }

  private static Times medians(String who, Times[] times) {
    double decoding = median(Arrays.stream(times).mapToDouble(Times::decoding).toArray());
    double process = median(Arrays.stream(times).mapToDouble(Times::process).toArray());
    System.out.printf(
        "%s: median of %d: decoding %,.0f ms, whole process %,.0f ms%n",
        who, times.length, decoding, process);
    return new Times(decoding, process);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
  }

  private static double millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e6;
  }
}
