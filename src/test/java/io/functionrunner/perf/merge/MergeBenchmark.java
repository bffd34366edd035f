package io.functionrunner.perf.merge;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.analysis.RunAnalyzer;
import io.functionrunner.perf.kpi.CriteriaFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the merge of many injectors costs: time, memory, disk. Generates the parts, then merges and
 * analyses them, each in a JVM of its own. The command is in docs/distributed.md.
 *
 * <p>Arguments: a new folder, which is deleted afterwards; the number of injectors; the heap; and
 * how many records each injector has, one or more numbers.
 */
public final class MergeBenchmark {

  private static final double MIB = 1 << 20;

  private MergeBenchmark() {}

  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    if (args[1].equals("merge")) {
      merge(home);
      return;
    }
    if (args[1].equals("analyse")) {
      analyse(home);
      return;
    }
    if (Files.exists(home)) {
      throw new IOException(home + " is there already. Expecting a new folder");
    }
    int injectors = Integer.parseInt(args[1]);
    System.out.println("| records | parts, GB | step | time, s | CPU, s | records/s | heap, MiB |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (String records : List.of(args).subList(3, args.length)) {
      try {
        for (int i = 1; i <= injectors; i++) {
          new GeneratedShard(i, injectors, Long.parseLong(records)).write(part(home, i));
        }
        long total = injectors * Long.parseLong(records);
        String bytes = String.format(Locale.ROOT, "%.2f", size(home) / 1e9);
        for (String step : List.of("merge", "analyse")) {
          System.out.printf("| %,d | %s | %s ", total, bytes, step);
          System.out.flush();
          child(home, step, args[2]);
        }
      } finally {
        delete(home);
      }
    }
  }

  private static void merge(Path home) throws IOException {
    List<Path> parts = new ArrayList<>();
    for (int i = 1; Files.exists(part(home, i)); i++) {
      parts.add(part(home, i));
    }
    long start = System.nanoTime();
    MergedRun merged = MergedRun.write(parts, home.resolve("merged"), MergeOptions.DEFAULT);
    told(merged.records(), start);
  }

  private static void analyse(Path home) throws IOException {
    long start = System.nanoTime();
    Analysis analysis =
        RunAnalyzer.analyze(home.resolve("merged"), AnalysisOptions.with(CriteriaFile.shipped()));
    told(analysis.log().orElseThrow().records(), start);
  }

  /** Wall clock of the work, CPU time of the process, the most heap that was in use. */
  private static void told(long records, long startNanos) {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    double cpu =
        ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
    long heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(usage -> usage.getUsed())
            .sum();
    System.out.printf(
        Locale.ROOT,
        "| %.1f | %.1f | %,.0f | %.0f |%n",
        seconds,
        cpu,
        records / seconds,
        heap / MIB);
  }

  private static void child(Path home, String step, String heap) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                MergeBenchmark.class.getName(),
                home.toString(),
                step)
            .inheritIO()
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(step + " ended with status " + process.exitValue());
    }
  }

  private static Path part(Path home, int index) {
    return home.resolve("shard-" + index);
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
