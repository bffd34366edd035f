package io.functionrunner.perf.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.workload.Modality;
import io.functionrunner.perf.workload.Quality;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The standard profiles against a sandbox of the default size, in virtual time: Poisson arrivals,
 * no ramp. Every run is checked against the utilisation law, ρ = λ E[S] / c, which is computed here
 * from the profile's own numbers.
 */
class ProfileLoadTest {
  private static final long SEED = 20_261_124;

  /** Seconds before measuring: several times the longest mean service time. */
  private static final int WARM_UP = 400;

  private static final Map<Quality, Double> STANDARD = Map.of(Quality.STANDARD, 1.0);
  private static final Map<Quality, Double> BASELINE =
      Map.of(Quality.DRAFT, 0.3, Quality.STANDARD, 0.5, Quality.HIGH, 0.2);
  private static final Map<Quality, Double> HIGH_LOAD =
      Map.of(Quality.DRAFT, 0.7, Quality.STANDARD, 0.3);

  private final VirtualRunner virtual = new VirtualRunner();
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Map<Modality, Double> busySeconds = new EnumMap<>(Modality.class);
  private final Map<Modality, Integer> peakQueue = new EnumMap<>(Modality.class);

  /** Arrivals of one modality. */
  private record Stream(Modality modality, double perSecond, Map<Quality, Double> qualities) {
    /** Busy workers it needs, by the utilisation law. */
    double offeredLoad() {
      double factor =
          qualities.entrySet().stream()
              .mapToDouble(share -> ServiceTimes.factor(share.getKey()) * share.getValue())
              .sum();
      return perSecond * factor * ServiceTimes.meanSeconds(modality);
    }
  }

  private static List<Stream> baseline(int users) {
    return List.of(
        new Stream(Modality.IMAGE, users * 0.5 / 60, BASELINE),
        new Stream(Modality.TEXT, users * 1.0 / 60, STANDARD));
  }

  @Test
  void baselineLeavesMostWorkersIdle() {
    assertUtilisation(baseline(100), 3_000, 0.20, 0.40);
  }

  @Test
  void highLoadUsesTwoThirds() {
    assertUtilisation(
        List.of(new Stream(Modality.IMAGE, 1000 * 0.2 / 60, HIGH_LOAD)), 1_800, 0.60, 0.70);
  }

  @Test
  void mixedUsesUpToThreeQuartersOfEveryPool() {
    List<Stream> mixed =
        List.of(
            new Stream(Modality.IMAGE, 500 * 0.3 / 60, STANDARD),
            new Stream(Modality.VIDEO, 500 * 0.1 / 60, STANDARD),
            new Stream(Modality.AUDIO, 500 * 0.2 / 60, STANDARD),
            new Stream(Modality.TEXT, 500 * 0.5 / 60, STANDARD));
    assertUtilisation(mixed, 3_600, 0.60, 0.75);
  }

  @Test
  void theSpikeQueuesAndIsWorkedOffWithinTheRun() {
    run(baseline(100), 300);
    peakQueue.clear();
    run(baseline(600), 120);
    Map<Modality, Integer> peaks = new EnumMap<>(peakQueue);
    int recovered = 0;
    while (queued() > 0) {
      run(baseline(100), 1);
      recovered++;
    }
    // Arrivals less departures of full pools, over the 120 s less the time the pools take to fill:
    // (5 - 100 / 29.8 s) x 92 s = 151 images, (10 - 40 / 6.26 s) x 115 s = 415 texts. Half of it
    // either way, for the arrivals are random.
    assertEquals(151, peaks.get(Modality.IMAGE), 75, "images");
    assertEquals(415, peaks.get(Modality.TEXT), 207, "texts");
    // 415 / (40 / 6.26 s - 1.67) = 88 s.
    assertEquals(88, recovered, 44, "seconds to work it off");
    run(baseline(100), 900 - 420 - recovered);
    assertEquals(0, queued());
    assertEquals(0, virtual.runner.counters().rejected());
  }

  private void assertUtilisation(List<Stream> streams, int seconds, double low, double high) {
    run(streams, WARM_UP);
    busySeconds.clear();
    run(streams, seconds);
    for (Stream stream : streams) {
      int workers = virtual.runner.view().pools().get(stream.modality()).size();
      double utilisation = busySeconds.get(stream.modality()) / seconds / workers;
      double law = stream.offeredLoad() / workers;
      assertTrue(law >= low && law <= high, stream.modality() + " by law: " + law);
      // Three standard errors of a time average of a Poisson-like number of busy workers, whose
      // correlation time is about the mean service time.
      double meanSeconds = stream.offeredLoad() / stream.perSecond();
      double error = Math.sqrt(2 * stream.offeredLoad() * meanSeconds / seconds) / workers;
      assertEquals(law, utilisation, 3 * error, stream.modality().id());
    }
    assertEquals(0, virtual.runner.counters().rejected());
  }

  /** Arrivals of all streams for some seconds, looking at the pools once a second. */
  private void run(List<Stream> streams, int seconds) {
    double tasksPerSecond = streams.stream().mapToDouble(Stream::perSecond).sum();
    double now = 0;
    double arrival = exponential(tasksPerSecond);
    for (int second = 1; second <= seconds; second++) {
      while (arrival < second) {
        virtual.timeline.advanceSeconds(arrival - now);
        now = arrival;
        virtual.runner.submit(arrive(streams, random.nextDouble() * tasksPerSecond));
        arrival += exponential(tasksPerSecond);
      }
      virtual.timeline.advanceSeconds(second - now);
      now = second;
      look();
    }
  }

  private double exponential(double perSecond) {
    return -Math.log(1 - random.nextDouble()) / perSecond;
  }

  /** The task of the stream in whose part of all rates {@code point} lies. */
  private Submission arrive(List<Stream> streams, double point) {
    Stream stream = streams.get(0);
    double before = 0;
    for (Stream candidate : streams) {
      if (point >= before) {
        stream = candidate;
      }
      before += candidate.perSecond();
    }
    return new Submission(
        stream.modality(),
        quality(stream.qualities()),
        new ContentHash(random.nextLong()),
        1020 * ServiceTimes.CHARACTERS_PER_TOKEN);
  }

  private Quality quality(Map<Quality, Double> shares) {
    double point = random.nextDouble();
    for (Quality quality : Quality.values()) {
      point -= shares.getOrDefault(quality, 0.0);
      if (point < 0) {
        return quality;
      }
    }
    return Quality.STANDARD;
  }

  private void look() {
    virtual
        .runner
        .view()
        .pools()
        .forEach(
            (modality, pool) -> {
              busySeconds.merge(modality, (double) pool.active(), Double::sum);
              peakQueue.merge(modality, pool.queued(), Math::max);
            });
  }

  private int queued() {
    return virtual.runner.view().pools().values().stream().mapToInt(RunnerView.Pool::queued).sum();
  }
}
