package io.functionrunner.perf.simlog;

import io.functionrunner.perf.kpi.LogStatistics;
import io.functionrunner.perf.kpi.LogSummary;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Times our decoding and Gatling's {@code -ro} on the same generated log, in JVMs of their own and
 * in turns, and prints medians and ratios. Run by {@code mvn verify -Pbench}. Arguments: the number
 * of requests; how often to run both, 0 for ours alone.
 */
public final class LogBenchmark {
  private static final Path DIRECTORY = Path.of("target", "bench");
  private static final String OUR_HEAP = "256m";
  private static final String GATLING_HEAP = "6g";
  private static final int REQUESTS_PER_SECOND = 1_000;
  private static final int WARM_UP_RUNS = 5;
  private static final int WARM_RUNS = 5;
  private static final String OURS_DONE = "decoded in ";
  private static final String GATLING_BEGINS = "Parsing log file(s)...";
  private static final String GATLING_DONE = "Parsing log file(s) done";

  /** Status of the analysis: more of the generated tasks fail than may. */
  private static final int FAIL = 2;

  private LogBenchmark() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments[0].equals("decode")) {
      for (int i = Integer.parseInt(arguments[2]); i > 0; i--) {
        decode(Path.of(arguments[1]));
      }
      return;
    }
    long requests = Long.parseLong(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    Path log = DIRECTORY.resolve("run").resolve(SimulationLog.FILE_NAME);
    Files.createDirectories(log.getParent());
    new LogGenerator(1, requests, REQUESTS_PER_SECOND).write(log);
    System.out.printf("%,d requests, %,d bytes%n", requests, Files.size(log));
    compare(log, rounds);
    Files.delete(log);
  }

  private static void compare(Path log, int rounds) throws IOException, InterruptedException {
    List<Double> cold = new ArrayList<>();
    List<Double> process = new ArrayList<>();
    List<Double> analyze = new ArrayList<>();
    List<Double> parse = new ArrayList<>();
    List<Double> report = new ArrayList<>();
    // Builds the command, and archives its classes, where that was not done yet.
    run(analyze(log), FAIL);
    for (int i = 0; i < Math.max(1, rounds); i++) {
      // The optimising compiler does not pay within a second: half of the process would be its.
      Lines ours = run(ours(log, 1, "-XX:TieredStopAtLevel=1"));
      cold.addAll(ours.decodings());
      process.add(ours.endMillis());
      analyze.add(run(analyze(log), FAIL).endMillis());
      if (i < rounds) {
        Lines gatling = run(GatlingReport.command(DIRECTORY, GATLING_HEAP));
        parse.add(gatling.at(GATLING_DONE) - gatling.at(GATLING_BEGINS));
        report.add(gatling.endMillis());
      }
    }
    List<Double> warm =
        run(ours(log, WARM_UP_RUNS + WARM_RUNS, "-XX:+TieredCompilation")).decodings();
    warm.subList(0, WARM_UP_RUNS).clear();
    System.out.printf(
        "ours: decoding %,.0f ms in a new JVM, %,.0f ms in a warm one; process %,.0f ms; perf analyze,"
            + " with all reports, %,.0f ms%n",
        median(cold), median(warm), median(process), median(analyze));
    if (rounds > 0) {
      System.out.printf(
          "Gatling -ro: parsing %,.0f ms; process %,.0f ms%n", median(parse), median(report));
      System.out.printf(
          "ratio: decoding %.0f in a new JVM, %.0f in a warm one; process %.0f; perf analyze %.0f%n",
          median(parse) / median(cold),
          median(parse) / median(warm),
          median(report) / median(process),
          median(report) / median(analyze));
    }
  }

  /** In the child process: from bytes to the summary. */
  private static void decode(Path log) throws IOException {
    long start = System.nanoTime();
    LogStatistics statistics = LogStatistics.ofRun();
    Decoded decoded = SimulationLog.decode(log, statistics, DecodeOptions.DEFAULT);
    LogSummary summary = statistics.toSummary();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    // Pools peak at different times, so this is more than there ever was at once.
    long heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(usage -> usage.getUsed())
            .sum();
    System.out.printf(
        "%s%d ms: %,d records, p99 %d ms, windows of %d ms, heap at most %d MiB of %s%n",
        OURS_DONE,
        millis,
        decoded.records(),
        summary.run().all().quantile(0.99),
        summary.windowMillis(),
        heap >> 20,
        OUR_HEAP);
  }

  private static ProcessBuilder ours(Path log, int times, String compilation) {
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + OUR_HEAP,
        "-XX:+UseSerialGC",
        compilation,
        "-cp",
        System.getProperty("java.class.path"),
        LogBenchmark.class.getName(),
        "decode",
        log.toString(),
        Integer.toString(times));
  }

  /** The command itself, as a user starts it but for the limit of its heap. */
  private static ProcessBuilder analyze(Path log) {
    ProcessBuilder command =
        new ProcessBuilder(Path.of("bin", "perf").toString(), "analyze", log.toString());
    command
        .environment()
        .put("PERF_JAVA_OPTS", "-Xmx" + OUR_HEAP + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    return command;
  }

  /** What a process printed, and when, in milliseconds since its start. */
  private record Lines(List<String> texts, List<Double> millis, double endMillis) {
    double at(String start) {
      for (int i = 0; i < texts.size(); i++) {
        if (texts.get(i).startsWith(start)) {
          return millis.get(i);
        }
      }
      throw new IllegalStateException("no line begins with: " + start);
    }

    List<Double> decodings() {
      List<Double> decodings = new ArrayList<>();
      for (String text : texts) {
        decodings.add(Double.valueOf(text.substring(OURS_DONE.length(), text.indexOf(" ms"))));
      }
      return decodings;
    }
  }

  private static Lines run(ProcessBuilder command) throws IOException, InterruptedException {
    return run(command, 0);
  }

  private static Lines run(ProcessBuilder command, int status)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    List<String> texts = new ArrayList<>();
    List<Double> millis = new ArrayList<>();
    Process process = command.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        texts.add(line);
        millis.add((System.nanoTime() - start) / 1e6);
        if (line.startsWith(OURS_DONE) || line.contains("99th percentile")) {
          System.out.println("  " + line.replaceAll(" +", " "));
        }
      }
    }
    if (process.waitFor() != status) {
      throw new IOException(command.command() + " ended with status " + process.exitValue());
    }
    return new Lines(texts, millis, (System.nanoTime() - start) / 1e6);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
  }
}
