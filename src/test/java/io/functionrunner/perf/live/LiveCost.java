package io.functionrunner.perf.live;

import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.workload.Modality;
import io.functionrunner.perf.workload.Quality;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What metrics cost by themselves, a task and a scrape; docs/metrics.md has command and numbers.
 */
final class LiveCost {

  private static final int ROUNDS = 15;
  private static final int TASKS = 500_000;
  private static final int SCRAPES = 500;
  private static final int COLD_TASKS = 200;
  private static final int SWEPT_MIB = 64;
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private LiveCost() {}

  public static void main(String[] args) throws Exception {
    for (int threads = 1; threads <= 4; threads *= 2) {
      tasks(threads);
    }
    cold();
    scrapes();
  }

  private static void tasks(int count) throws Exception {
    LiveMetrics metrics = new LiveMetrics(LiveTask.MIX);
    ExecutorService threads = Executors.newFixedThreadPool(count);
    double[] micros = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      Callable<Long> work = () -> cpuNanosOf(() -> tell(metrics));
      long nanos = 0;
      for (Future<Long> done : threads.invokeAll(Collections.nCopies(count, work))) {
        nanos += done.get();
      }
      micros[round] = nanos / 1e3 / TASKS / count;
    }
    threads.shutdown();
    print("CPU us a task, " + count + " threads at once", micros);
  }

  private static long cpuNanosOf(Runnable work) {
    long before = CPU.getCurrentThreadCpuTime();
    work.run();
    return CPU.getCurrentThreadCpuTime() - before;
  }

  private static void tell(LiveMetrics metrics) {
    List<LiveTask> kinds =
        List.of(
            new LiveTask(Modality.IMAGE, Quality.DRAFT, 0),
            new LiveTask(Modality.IMAGE, Quality.HIGH, 0),
            new LiveTask(Modality.TEXT, Quality.STANDARD, 0));
    for (int i = 0; i < TASKS; i++) {
      LiveTask task = kinds.get(i % kinds.size());
      task.submitted(metrics, i % 5);
      task.accepted(metrics, 5, 5 + i % 50);
      task.ended(metrics, 5, 5 + i % 20_000, Outcome.COMPLETED);
    }
  }

  /**
   * As in a run, where other work comes between two tasks: before each, memory of {@value
   * #SWEPT_MIB} MiB is read, so that nothing of the metrics is in a cache. An upper bound.
   */
  private static void cold() {
    LiveMetrics metrics = new LiveMetrics(LiveTask.MIX);
    tell(metrics);
    long[] swept = new long[SWEPT_MIB << 17];
    long sum = 0;
    double[] micros = new double[ROUNDS];
    double[] tasks = new double[COLD_TASKS];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < COLD_TASKS; i++) {
        for (int line = 0; line < swept.length; line += 8) {
          sum += swept[line]++;
        }
        LiveTask task = new LiveTask(Modality.IMAGE, Quality.DRAFT, 0);
        long before = System.nanoTime();
        task.submitted(metrics, i % 5);
        task.accepted(metrics, 5, 5 + i % 50);
        task.ended(metrics, 5, 5 + i % 20_000, Outcome.COMPLETED);
        tasks[i] = (System.nanoTime() - before) / 1e3;
      }
      Arrays.sort(tasks);
      micros[round] = tasks[COLD_TASKS / 2];
    }
    print("us a task, with cold caches", micros);
    if (sum < 0) {
      throw new IllegalStateException("an overflow, which only keeps the sweep alive");
    }
  }

  private static void scrapes() {
    LiveMetrics metrics = new LiveMetrics(LiveTask.MIX);
    tell(metrics);
    ExpositionFormats formats = ExpositionFormats.init();
    for (String accept : List.of("text/plain", "application/vnd.google.protobuf")) {
      double[] millis = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        millis[round] = cpuNanosOf(() -> scrape(metrics, formats, accept)) / 1e6 / SCRAPES;
      }
      print("CPU ms a scrape, " + accept, millis);
    }
  }

  private static void scrape(LiveMetrics metrics, ExpositionFormats formats, String accept) {
    try {
      for (int i = 0; i < SCRAPES; i++) {
        formats
            .findWriter(accept)
            .write(
                OutputStream.nullOutputStream(),
                metrics.registry().scrape(),
                EscapingScheme.UNDERSCORE_ESCAPING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first third is the JIT's. */
  private static void print(String what, double... rounds) {
    double[] sorted = Arrays.copyOfRange(rounds, ROUNDS / 3, ROUNDS);
    Arrays.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "%s: median %.3f (%.3f to %.3f)%n",
        what,
        sorted[sorted.length / 2],
        sorted[0],
        sorted[sorted.length - 1]);
  }
}
