package io.functionrunner.perf.injector;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures what a sample costs: CPU time of the sampling thread, per sample, while so many
 * descriptors are open as the first argument says; at one sample a second that is the share of a
 * core. The command is in docs/injector-health.md.
 */
final class SamplerCost {

  private static final int WARM_UP = 200;
  private static final int SAMPLES = 500;
  private static final int REPETITIONS = 5;

  private SamplerCost() {}

  public static void main(String[] arguments) throws IOException {
    int descriptors = Integer.parseInt(arguments[0]);
    Path directory = Files.createTempDirectory("sampler-cost");
    Path file = directory.resolve(InjectorSampler.FILE);
    List<InputStream> open = new ArrayList<>();
    AtomicLong nanos = new AtomicLong();
    Lateness eventLoops = new Lateness();
    Lateness schedule = new Lateness();
    try (InjectorSampler sampler =
        new InjectorSampler(
            file,
            InjectorSampler.ofThisProcess(eventLoops, schedule),
            Duration.ofSeconds(1),
            () -> nanos.get() / 1_000_000,
            nanos::get)) {
      for (int i = 0; i < descriptors; i++) {
        open.add(Files.newInputStream(file));
      }
      sample(sampler, WARM_UP, nanos, eventLoops, schedule);
      for (int i = 0; i < REPETITIONS; i++) {
        double micros = sample(sampler, SAMPLES, nanos, eventLoops, schedule);
        System.out.printf(
            Locale.ROOT,
            "%,d descriptors: %.0f us of CPU a sample, %.3f %% of a core at one a second%n",
            descriptors,
            micros,
            micros / 1e4);
      }
    } finally {
      for (InputStream one : open) {
        one.close();
      }
      System.out.printf(
          Locale.ROOT,
          "%.1f bytes a sample in the file%n",
          (double) Files.size(file) / (WARM_UP + REPETITIONS * SAMPLES));
      Files.delete(file);
      Files.delete(directory);
    }
  }

  private static double sample(
      InjectorSampler sampler,
      int samples,
      AtomicLong nanos,
      Lateness eventLoops,
      Lateness schedule) {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int i = 0; i < samples; i++) {
      eventLoops.record(i % 3);
      schedule.record(i % 5);
      nanos.addAndGet(1_000_000_000);
      sampler.sample();
    }
    long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    return spent / 1e3 / samples;
  }
}
