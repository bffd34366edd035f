package io.functionrunner.perf.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.ExponentialDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

class UserScheduleTest {

  private static final long HOUR = 3_600_000;

  private static List<PlannedTask> tasks(long seed, long user, long endMillis) {
    List<PlannedTask> tasks = new ArrayList<>();
    new UserSchedule(seed, user, 0, endMillis, Profiles.BASELINE_MIX).forEachRemaining(tasks::add);
    return tasks;
  }

  @Test
  void sameSeedSameTasks() {
    assertEquals(tasks(7, 3, HOUR), tasks(7, 3, HOUR));
    assertNotEquals(tasks(7, 3, HOUR), tasks(8, 3, HOUR));
    assertNotEquals(
        tasks(7, 3, HOUR).get(0).offsetMillis(), tasks(7, 4, HOUR).get(0).offsetMillis());
  }

  @Test
  void aShorterRunIsABeginningOfALongerOne() {
    List<PlannedTask> all = tasks(7, 3, 2 * HOUR);
    List<PlannedTask> half = tasks(7, 3, HOUR);
    assertEquals(all.subList(0, half.size()), half);
    assertTrue(half.size() > 50 && all.size() > half.size());
  }

  @Test
  void tasksAreNumberedInOrderInsideTheUsersStay() {
    UserSchedule schedule = new UserSchedule(1, 5, 1000, 601_000, Profiles.BASELINE_MIX);
    long last = 1000;
    int index = 0;
    while (schedule.hasNext()) {
      PlannedTask task = schedule.next();
      assertEquals(index++, task.index());
      assertEquals(5, task.user());
      assertTrue(task.offsetMillis() >= last && task.offsetMillis() < 601_000);
      last = task.offsetMillis();
    }
  }

  /** Kolmogorov–Smirnov: of 400 users' gaps, 5 % are to be rejected at the 5 % level. */
  @Test
  void gapsAreExponentialAtTheAskedRate() {
    int users = 400;
    int rejected = 0;
    ExponentialDistribution asked = new ExponentialDistribution(60_000 / 1.5);
    KolmogorovSmirnovTest test = new KolmogorovSmirnovTest();
    for (int user = 0; user < users; user++) {
      List<PlannedTask> tasks = tasks(42, user, 2 * HOUR);
      double[] gaps = new double[tasks.size() - 1];
      for (int i = 0; i < gaps.length; i++) {
        gaps[i] = tasks.get(i + 1).offsetMillis() - tasks.get(i).offsetMillis();
      }
      if (test.kolmogorovSmirnovTest(asked, gaps, false) < 0.05) {
        rejected++;
      }
    }
    // Binomial(400, 0.05): mean 20, standard deviation 4.4; four of them either way.
    assertTrue(rejected >= 3 && rejected <= 38, rejected + " of 400 rejected");
  }

  /** Index of dispersion: a Poisson process has counts with variance = mean. */
  @Test
  void countsAreDispersedLikePoisson() {
    SummaryStatistics counts = new SummaryStatistics();
    int users = 4000;
    for (int user = 0; user < users; user++) {
      counts.addValue(tasks(9, user, HOUR / 6).size());
    }
    double dispersion = counts.getVariance() / counts.getMean();
    // (n - 1) × dispersion is chi-square: standard deviation sqrt(2 / n) = 0.022; four of them.
    assertEquals(1, dispersion, 0.09);
    // Mean 15 tasks in ten minutes; standard error sqrt(15 / 4000) = 0.061; four of them.
    assertEquals(15, counts.getMean(), 0.25);
  }

  @Test
  void mixAndQualitiesHaveTheirShares() {
    Map<Modality, Integer> modalities = new EnumMap<>(Modality.class);
    Map<Quality, Integer> images = new EnumMap<>(Quality.class);
    int total = 0;
    for (int user = 0; user < 2000; user++) {
      for (PlannedTask task : tasks(5, user, HOUR / 6)) {
        total++;
        modalities.merge(task.modality(), 1, Integer::sum);
        if (task.modality() == Modality.IMAGE) {
          images.merge(task.quality(), 1, Integer::sum);
        }
      }
    }
    // 30,000 tasks, 10,000 images: standard errors below 0.005; four of them.
    assertEquals(1 / 3.0, (double) modalities.get(Modality.IMAGE) / total, 0.012);
    double ofImages = modalities.get(Modality.IMAGE);
    assertEquals(.3, images.get(Quality.DRAFT) / ofImages, 0.02);
    assertEquals(.5, images.get(Quality.STANDARD) / ofImages, 0.02);
    assertEquals(.2, images.get(Quality.HIGH) / ofImages, 0.02);
  }
}
