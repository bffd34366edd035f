package io.functionrunner.perf.injector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.metrics.Readings;
import io.functionrunner.perf.metrics.SeriesFile;
import io.functionrunner.perf.run.Series;
import java.io.IOException;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InjectorSamplerTest {

  private static final long START = 1_790_000_000_000L;
  private static final long SECOND = 1_000_000_000L;

  @TempDir Path directory;

  private final Map<String, HealthSource> sources = new LinkedHashMap<>();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong clockMillis = new AtomicLong(START);
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve(InjectorSampler.FILE);
  }

  private InjectorSampler sampler() throws IOException {
    return new InjectorSampler(file, sources, InjectorSampler.EVERY, clockMillis::get, nanos::get);
  }

  private void after(long millis) {
    nanos.addAndGet(millis * 1_000_000);
    clockMillis.addAndGet(millis);
  }

  private Series only(InjectorMetric metric) throws IOException {
    List<Series> series = SeriesFile.read(file).series(metric.id());
    assertEquals(1, series.size(), metric.id());
    return series.get(0);
  }

  @Test
  void cpuIsAShareOfTheAllowanceAtThatTime() throws IOException {
    AtomicLong used = new AtomicLong(7 * SECOND);
    double[] cores = {2};
    sources.put("CPU", new CpuSource(used::get, () -> .6, () -> cores[0]));
    try (InjectorSampler sampler = sampler()) {
      after(1_000);
      sampler.sample(); // The first one has nothing to compare with.
      after(1_000);
      used.addAndGet(SECOND);
      sampler.sample();
      after(2_000);
      used.addAndGet(SECOND);
      cores[0] = .5;
      sampler.sample();
    }
    assertArrayEquals(new double[] {.5, 1}, only(InjectorMetric.CPU_SHARE).values());
    assertArrayEquals(
        new long[] {START + 2_000, START + 4_000}, only(InjectorMetric.CPU_SHARE).epochMillis());
    assertArrayEquals(new double[] {2, .5}, only(InjectorMetric.CPU_ALLOWANCE).values());
    assertArrayEquals(new double[] {.6, .6}, only(InjectorMetric.SYSTEM_CPU_SHARE).values());
  }

  @Test
  void whatIsNotKnownHasNoPoint() throws IOException {
    sources.put("CPU", new CpuSource(() -> -1, () -> Double.NaN, () -> 2));
    sources.put("sockets", new SocketSource(() -> -1, () -> -1, () -> 12));
    try (InjectorSampler sampler = sampler()) {
      after(1_000);
      sampler.sample();
      after(1_000);
      sampler.sample();
    }
    Readings readings = SeriesFile.read(file);
    assertEquals(
        List.of(InjectorMetric.TCP_ESTABLISHED.id()), List.copyOf(readings.results().keySet()));
  }

  @Test
  void heapIsJudgedByWhatOutlivesACollection() throws IOException {
    AtomicLong paused = new AtomicLong(40);
    HeapSource.Collection[] newest = {new HeapSource.Collection(3, 50)};
    sources.put(
        "heap",
        new HeapSource(() -> new MemoryUsage(0, 90, 95, 100), paused::get, () -> newest[0]));
    try (InjectorSampler sampler = sampler()) {
      after(1_000);
      sampler.sample();
      after(1_000);
      paused.addAndGet(250);
      newest[0] = new HeapSource.Collection(4, 30);
      sampler.sample();
    }
    assertArrayEquals(new double[] {0, .25}, only(InjectorMetric.GC_PAUSE_SHARE).values());
    assertArrayEquals(new double[] {.3}, only(InjectorMetric.HEAP_AFTER_GC_SHARE).values());
    assertArrayEquals(new double[] {90, 90}, only(InjectorMetric.HEAP_USED).values());
    assertArrayEquals(new double[] {100, 100}, only(InjectorMetric.HEAP_MAX).values());
  }

  @Test
  void latenessIsToldOnceAndAGapIsNotZero() throws IOException {
    Lateness loops = new Lateness();
    Lateness schedule = new Lateness();
    Map<String, HealthSource> real = InjectorSampler.ofThisProcess(loops, schedule);
    sources.put("event loops", real.get("event loops"));
    sources.put("schedule", real.get("schedule"));
    try (InjectorSampler sampler = sampler()) {
      List.of(3L, 101L, 100L, 450L).forEach(loops::record);
      schedule.record(-2);
      after(1_000);
      sampler.sample();
      after(1_000);
      sampler.sample();
      loops.record(7);
      after(1_000);
      sampler.sample();
    }
    assertArrayEquals(new double[] {450, 7}, only(InjectorMetric.EVENT_LOOP_DELAY).values());
    assertArrayEquals(new double[] {4, 1}, only(InjectorMetric.EVENT_LOOP_PROBES).values());
    assertArrayEquals(new double[] {2, 0}, only(InjectorMetric.EVENT_LOOP_LATE).values());
    assertArrayEquals(new double[] {0}, only(InjectorMetric.SCHEDULE_LAG).values());
    assertArrayEquals(
        new long[] {START + 1_000, START + 3_000},
        only(InjectorMetric.EVENT_LOOP_DELAY).epochMillis());
  }

  @Test
  void ticksThatWereMissedAreNotMadeUpFor() throws IOException {
    sources.put(
        "a",
        (elapsed, points) -> points.add(InjectorMetric.CPU_SHARE, (double) elapsed.toMillis()));
    try (InjectorSampler sampler = sampler()) {
      after(4_000);
      sampler.sample();
      sampler.sample();
      after(1);
      sampler.sample();
      after(999);
      sampler.sample();
    }
    assertArrayEquals(new double[] {4_000, 1_000}, only(InjectorMetric.CPU_SHARE).values());
  }

  @Test
  void aClockSetBackLosesNoSample() throws IOException {
    sources.put("a", (elapsed, points) -> points.add(InjectorMetric.CPU_SHARE, 1));
    try (InjectorSampler sampler = sampler()) {
      after(1_000);
      sampler.sample();
      clockMillis.addAndGet(-60_000);
      after(1_000);
      sampler.sample();
    }
    assertArrayEquals(
        new long[] {START + 1_000, START + 1_001}, only(InjectorMetric.CPU_SHARE).epochMillis());
  }

  @Test
  void aSourceThatFailsIsLeftOutWithANotice() throws IOException {
    sources.put(
        "sockets",
        (elapsed, points) -> {
          throw new UnsatisfiedLinkError("no native library");
        });
    sources.put("a", (elapsed, points) -> points.add(InjectorMetric.CPU_SHARE, .5));
    try (InjectorSampler sampler = sampler()) {
      after(1_000);
      sampler.sample();
      after(1_000);
      sampler.sample();
    }
    Readings readings = SeriesFile.read(file);
    assertEquals(1, readings.notices().size());
    assertTrue(readings.notices().get(0).contains("sockets"), readings.notices().get(0));
    assertTrue(readings.notices().get(0).contains("no native library"), readings.notices().get(0));
    assertEquals(2, only(InjectorMetric.CPU_SHARE).size());
  }

  @Test
  void theLatestPointIsThereForAnyThread() throws Exception {
    double[] lag = {20};
    sources.put(
        "schedule",
        HealthSource.everyNth(
            2, (elapsed, points) -> points.add(InjectorMetric.SCHEDULE_LAG, lag[0])));
    sources.put(
        "a",
        (elapsed, points) -> points.add(InjectorMetric.CPU_SHARE, (double) elapsed.toMillis()));
    try (InjectorSampler sampler = sampler()) {
      assertEquals(Double.NaN, sampler.latest(InjectorMetric.CPU_SHARE));
      after(1_000);
      sampler.sample();
      lag[0] = 30;
      after(2_000);
      sampler.sample();
      CompletableFuture<List<Double>> seen =
          CompletableFuture.supplyAsync(
              () ->
                  Stream.of(
                          InjectorMetric.CPU_SHARE,
                          InjectorMetric.SCHEDULE_LAG,
                          InjectorMetric.HEAP_MAX)
                      .map(sampler::latest)
                      .toList());
      assertEquals(List.of(2_000.0, 20.0, Double.NaN), seen.get());
      after(1_000);
      sampler.sample();
      assertEquals(30, sampler.latest(InjectorMetric.SCHEDULE_LAG));
    }
  }

  @Test
  void aKilledRunKeepsWhatWasSampled() throws IOException {
    sources.put("a", (elapsed, points) -> points.add(InjectorMetric.CPU_SHARE, .5));
    try (InjectorSampler sampler = sampler()) {
      after(1_000);
      sampler.sample();
      after(1_000);
      sampler.sample();
      Readings meanwhile = SeriesFile.read(file);
      assertTrue(meanwhile.truncated());
      assertEquals(2, meanwhile.series(InjectorMetric.CPU_SHARE.id()).get(0).size());
    }
    assertFalse(SeriesFile.read(file).truncated());
  }

  @Test
  void dearSourcesAreReadInEveryNthSample() throws IOException {
    int[] reads = {0};
    HealthSource slow = HealthSource.everyNth(3, (elapsed, points) -> reads[0]++);
    for (int sample = 0; sample < 7; sample++) {
      slow.read(Duration.ofSeconds(1), (metric, value) -> {});
    }
    assertEquals(3, reads[0]);
  }

  /** This JVM, two samples; the clock is ours, what it measures is real. */
  @Test
  void thisProcessIsSampled() throws IOException {
    Lateness loops = new Lateness();
    sources.putAll(InjectorSampler.ofThisProcess(loops, new Lateness()));
    try (InjectorSampler sampler = sampler()) {
      for (int sample = 0; sample < 2; sample++) {
        loops.record(1);
        System.gc();
        after(1_000);
        sampler.sample();
      }
    }
    Readings readings = SeriesFile.read(file);
    assertEquals(List.of(), readings.notices());
    assertTrue(only(InjectorMetric.CPU_SHARE).values()[0] > 0);
    assertEquals(2, only(InjectorMetric.HEAP_USED).size());
    double afterGc = only(InjectorMetric.HEAP_AFTER_GC_SHARE).values()[0];
    assertTrue(afterGc > 0 && afterGc < 1, afterGc + " of the heap");
    assertTrue(only(InjectorMetric.GC_PAUSE_SHARE).values()[0] >= 0);
    assertTrue(only(InjectorMetric.TCP_ESTABLISHED).values()[0] >= 0);
    assertEquals(2, only(InjectorMetric.EVENT_LOOP_PROBES).size());
    assertTrue(only(InjectorMetric.CPU_ALLOWANCE).values()[0] > 0);
  }

  /** The thread that is started samples by itself and ends with the sampler. */
  @Test
  void closingTakesTheLastSample() throws IOException {
    Lateness loops = new Lateness();
    loops.record(5);
    InjectorSampler.start(directory, Duration.ofNanos(1), loops, new Lateness()).close();
    assertArrayEquals(new double[] {5}, only(InjectorMetric.EVENT_LOOP_DELAY).values());
  }
}
