package io.functionrunner.perf.injector;

import io.functionrunner.perf.metrics.SeriesWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Samples the injector through a run into {@value #FILE}: a file of its own, since the target's
 * metrics have another step, another thread and another source. It is flushed with every sample, so
 * that a killed run has all but its last second.
 *
 * <p>Never ends a load: a source that fails is left out with a notice in the file, and a file that
 * cannot be written ends the sampling, which {@link #close} tells.
 */
public final class InjectorSampler implements AutoCloseable {

  /** Name of the file in the run directory; a series file, see docs/injector-health.md. */
  public static final String FILE = "injector.series.gz";

  /** Label of a series in the file of a merged run: which of its injectors it tells of. */
  public static final String SHARD = "shard";

  /** The step that the thresholds are made for. */
  public static final Duration EVERY = Duration.ofSeconds(1);

  /** To count descriptors is to list them all, and they change slowly. */
  static final int SOCKETS_EVERY = 5;

  private static final Duration END = Duration.ofSeconds(5);

  private final SeriesWriter writer;
  private final Map<String, HealthSource> sources;
  private final Duration every;
  private final LongSupplier epochMillis;
  private final LongSupplier nanoTime;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(InjectorSampler::daemon);
  private Future<?> ticks = CompletableFuture.completedFuture(null);
  private long beforeNanos;
  private long lastMillis = Long.MIN_VALUE;
  private IOException failure;

  /** Replaced as a whole, since other threads read it. */
  private volatile Map<InjectorMetric, Double> latest = Map.of();

  /**
   * Does not start by itself.
   *
   * @param sources by a name for notices
   * @param nanoTime only differences count
   */
  InjectorSampler(
      Path file,
      Map<String, HealthSource> sources,
      Duration every,
      LongSupplier epochMillis,
      LongSupplier nanoTime)
      throws IOException {
    this.writer = new SeriesWriter(file, "the injector", every);
    this.sources = new LinkedHashMap<>(sources);
    this.every = every;
    this.epochMillis = epochMillis;
    this.nanoTime = nanoTime;
    this.beforeNanos = nanoTime.getAsLong();
  }

  /**
   * Samples this process every {@code every}, on a daemon thread, until it is closed.
   *
   * @param eventLoops delay of what was due on the event loops
   * @param schedule actual minus intended submission of tasks
   * @throws IOException when the file cannot be made
   */
  public static InjectorSampler start(
      Path runDirectory, Duration every, Lateness eventLoops, Lateness schedule)
      throws IOException {
    InjectorSampler sampler =
        new InjectorSampler(
            runDirectory.resolve(FILE),
            ofThisProcess(eventLoops, schedule),
            every,
            System::currentTimeMillis,
            System::nanoTime);
    sampler.start();
    return sampler;
  }

  static Map<String, HealthSource> ofThisProcess(Lateness eventLoops, Lateness schedule) {
    Map<String, HealthSource> sources = new LinkedHashMap<>();
    sources.put("CPU", CpuSource.ofThisProcess());
    sources.put("heap", HeapSource.ofThisProcess());
    sources.put("sockets", socketsWhenAsked());
    sources.put("event loops", (elapsed, points) -> eventLoops(eventLoops.take(), points));
    sources.put("schedule", (elapsed, points) -> schedule(schedule.take(), points));
    return sources;
  }

  /** Made by the first sample: its native library may be missing, and takes its time to load. */
  private static HealthSource socketsWhenAsked() {
    List<HealthSource> made = new ArrayList<>();
    return HealthSource.everyNth(
        SOCKETS_EVERY,
        (elapsed, points) -> {
          if (made.isEmpty()) {
            made.add(SocketSource.ofThisProcess());
          }
          made.get(0).read(elapsed, points);
        });
  }

  private static void eventLoops(Lateness.Taken taken, HealthSource.Points points) {
    if (taken.count() > 0) {
      points.add(InjectorMetric.EVENT_LOOP_DELAY, (double) Math.max(0, taken.maxMillis()));
      points.add(InjectorMetric.EVENT_LOOP_PROBES, (double) taken.count());
      points.add(InjectorMetric.EVENT_LOOP_LATE, (double) taken.late());
    }
  }

  private static void schedule(Lateness.Taken taken, HealthSource.Points points) {
    if (taken.count() > 0) {
      points.add(InjectorMetric.SCHEDULE_LAG, (double) Math.max(0, taken.maxMillis()));
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "injector-health");
    thread.setDaemon(true);
    return thread;
  }

  private void start() {
    ticks =
        thread.scheduleAtFixedRate(
            this::sample, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** One sample, unless the one before has only just been taken. */
  void sample() {
    long now = nanoTime.getAsLong();
    Duration elapsed = Duration.ofNanos(now - beforeNanos);
    // After a stall the executor makes up for what it missed, all at once.
    if (failure != null || elapsed.compareTo(every.dividedBy(2)) < 0) {
      return;
    }
    beforeNanos = now;
    // The clock may be set back; the file's instants rise.
    lastMillis = Math.max(lastMillis + 1, epochMillis.getAsLong());
    try {
      readAll(elapsed);
      writer.flush();
    } catch (IOException e) {
      failure = e;
    } catch (UncheckedIOException e) {
      failure = e.getCause();
    }
  }

  /**
   * The last point so far, for any thread; NaN before the first. A metric that has no point in
   * every sample keeps its last.
   */
  public double latest(InjectorMetric metric) {
    return latest.getOrDefault(metric, Double.NaN);
  }

  private void readAll(Duration elapsed) throws IOException {
    Map<InjectorMetric, Double> points = new EnumMap<>(InjectorMetric.class);
    points.putAll(latest);
    HealthSource.Points written =
        (metric, value) -> {
          write(metric, value);
          points.put(metric, value);
        };
    Iterator<Map.Entry<String, HealthSource>> all = sources.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<String, HealthSource> source = all.next();
      try {
        source.getValue().read(elapsed, written);
      } catch (UncheckedIOException e) {
        throw e;
      } catch (RuntimeException | LinkageError e) {
        all.remove();
        writer.notice("%s: no longer sampled: %s".formatted(source.getKey(), e));
      }
    }
    latest = points;
  }

  private void write(InjectorMetric metric, double value) {
    try {
      writer.point(metric.id(), Map.of(), lastMillis, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes a last sample and closes the file.
   *
   * @throws IOException when it could not be written, now or earlier
   */
  @Override
  public void close() throws IOException {
    ticks.cancel(false);
    thread.shutdown();
    try (writer) {
      if (thread.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
        sample();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
  }
}
