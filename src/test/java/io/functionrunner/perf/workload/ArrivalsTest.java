package io.functionrunner.perf.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.run.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.commons.math3.distribution.ExponentialDistribution;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

  private static final long MINUTE = 60_000;

  /** 40 users at 1.5 tasks a minute: one task a second. */
  private static final Profile STEADY =
      new Profile(
          "Steady",
          List.of(new Cohort(40, 0, 0, 10 * MINUTE)),
          Profiles.BASELINE_MIX,
          List.of(new Phase("steady", Phase.Kind.STEADY, 0, 10 * MINUTE)));

  private static List<PlannedTask> all(Profile profile, long seed) {
    List<PlannedTask> tasks = new ArrayList<>();
    new Arrivals(Share.whole(profile), seed).forEachRemaining(tasks::add);
    return tasks;
  }

  @Test
  void areTheTasksOfAllSchedulesInTheOrderOfTheirTime() {
    for (Profile profile : List.of(Profiles.spike().stretched(0.2), Profiles.stress())) {
      List<PlannedTask> expected = new ArrayList<>();
      for (int user = 0; user < profile.users(); user++) {
        profile.schedule(3, user).forEachRemaining(expected::add);
      }
      expected.sort(
          Comparator.comparingLong(PlannedTask::offsetMillis).thenComparing(PlannedTask::user));
      assertEquals(expected, all(profile, 3));
      assertNotEquals(expected, all(profile, 4));
    }
  }

  @Test
  void afterTheLastThereIsNone() {
    Arrivals arrivals = new Arrivals(Share.whole(STEADY), 1);
    arrivals.forEachRemaining(task -> {});
    assertThrows(NoSuchElementException.class, arrivals::next);
  }

  @Test
  void slotsHoldThemAll() {
    Profile spike = Profiles.spike();
    int[] counts = Arrivals.perSlot(Share.whole(spike), 2, 90);
    List<PlannedTask> tasks = all(spike, 2);
    assertEquals(tasks.size(), Arrays.stream(counts).sum());
    for (int slot = 0; slot < 90; slot++) {
      long start = slot * 10_000L;
      assertEquals(
          tasks.stream()
              .filter(t -> t.offsetMillis() >= start && t.offsetMillis() < start + 10_000)
              .count(),
          counts[slot]);
    }
  }

  /**
   * Gaps of a Poisson process are exponential, and given their number its arrivals are uniform
   * (Kingman 1993, "Poisson Processes", 4.1 and 2.4). Of 400 seeds 5 % are to be rejected at 5 %.
   */
  @Test
  void gapsAreExponentialAndTimesUniformAtTheAskedRate() {
    KolmogorovSmirnovTest test = new KolmogorovSmirnovTest();
    int gapsRejected = 0;
    int timesRejected = 0;
    for (int seed = 0; seed < 400; seed++) {
      double[] times = all(STEADY, seed).stream().mapToDouble(PlannedTask::offsetMillis).toArray();
      double[] gaps = new double[times.length - 1];
      for (int i = 0; i < gaps.length; i++) {
        gaps[i] = times[i + 1] - times[i];
      }
      gapsRejected += rejected(test.kolmogorovSmirnovTest(exponential(), gaps, false));
      timesRejected += rejected(test.kolmogorovSmirnovTest(uniform(), times, false));
    }
    // Binomial(400, 0.05): mean 20, standard deviation 4.4; four of them either way.
    assertTrue(gapsRejected >= 3 && gapsRejected <= 38, gapsRejected + " of 400 rejected");
    assertTrue(timesRejected >= 3 && timesRejected <= 38, timesRejected + " of 400 rejected");
  }

  private static ExponentialDistribution exponential() {
    return new ExponentialDistribution(1000);
  }

  private static UniformRealDistribution uniform() {
    return new UniformRealDistribution(0, 10 * MINUTE);
  }

  private static int rejected(double p) {
    return p < 0.05 ? 1 : 0;
  }

  /** Index of dispersion: variance = mean, also of counts in short stretches of one run. */
  @Test
  void countsAreDispersedLikePoisson() {
    SummaryStatistics counts = new SummaryStatistics();
    for (int seed = 0; seed < 400; seed++) {
      Arrays.stream(Arrivals.perSlot(Share.whole(STEADY), seed, 60)).forEach(counts::addValue);
    }
    double dispersion = counts.getVariance() / counts.getMean();
    // 24,000 counts: standard deviation sqrt(2 / n) = 0.009; four of them.
    assertEquals(1, dispersion, 0.037);
    // Mean 10 in ten seconds; standard error sqrt(10 / 24,000) = 0.02; four of them.
    assertEquals(10, counts.getMean(), 0.082);
  }

  /** The rate follows the users: 500 of them more in the spike, at 1.5 tasks a minute each. */
  @Test
  void theRateIsThatOfTheUsersOfThatTime() {
    double before = 0;
    double spike = 0;
    for (int seed = 0; seed < 50; seed++) {
      int[] counts = Arrivals.perSlot(Share.whole(Profiles.spike()), seed, 15);
      before += counts[3];
      spike += counts[5];
    }
    // 7,500 and 45,000 arrivals; four standard deviations.
    assertEquals(100 * 1.5, before / 50, 7);
    assertEquals(600 * 1.5, spike / 50, 17);
  }
}
