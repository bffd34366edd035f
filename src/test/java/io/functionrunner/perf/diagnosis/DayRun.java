package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.analysis.SimulatedRun;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.kpi.TaskStatistics;
import io.functionrunner.perf.kpi.Timeline;
import io.functionrunner.perf.metrics.Catalog;
import io.functionrunner.perf.metrics.MetricResult;
import io.functionrunner.perf.metrics.Readings;
import io.functionrunner.perf.metrics.SeriesFile;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.Series;
import io.functionrunner.perf.run.TaskJournal;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.workload.PlannedTask;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.Profiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * EnduranceTest's day without the day: its real schedule of 158,000 tasks, service times that drift
 * or do not, and a day of metrics every five seconds whose noise hangs together for minutes.
 */
final class DayRun {

  private static final long START = SimulatedRun.START;
  private static final long STEP_MILLIS = 5_000;
  private static final double HOUR_MILLIS = 3_600_000;
  private static final int OTHER_SERIES = 40;

  /** Of the noise of gauges: half of it is left after a minute. */
  private static final double CORRELATION = Math.pow(.5, 1 / 12.0);

  private final Profile profile = Profiles.endurance();
  private final long seed;
  private final double driftPerHour;
  private final double leakPercentPerHour;

  DayRun(long seed, double driftPerHour, double leakPercentPerHour) {
    this.seed = seed;
    this.driftPerHour = driftPerHour;
    this.leakPercentPerHour = leakPercentPerHour;
  }

  /** In the order of their ends. */
  List<TaskRecord> tasks() {
    Random random = new Random(seed);
    List<TaskRecord> tasks = new ArrayList<>();
    for (int user = 0; user < profile.users(); user++) {
      profile.schedule(seed, user).forEachRemaining(task -> tasks.add(task(task, random)));
    }
    tasks.sort(Comparator.comparingLong(TaskRecord::endMillis));
    return tasks;
  }

  private TaskRecord task(PlannedTask task, Random random) {
    double median =
        switch (task.modality()) {
          case IMAGE -> 24.4;
          case VIDEO -> 60;
          case AUDIO -> 12;
          case TEXT -> 5;
        };
    double seconds =
        median
            * Math.exp(0.5 * random.nextGaussian())
            * (1 + driftPerHour * task.offsetMillis() / HOUR_MILLIS);
    long submit = START + task.offsetMillis();
    long completed = submit + 2 + Math.round(1000 * seconds);
    return new TaskRecord(
        task.user(),
        task.index(),
        task.modality().id(),
        task.quality().id(),
        submit,
        submit,
        submit + 4,
        Outcome.COMPLETED,
        completed + 500,
        -1,
        submit + 2,
        submit + 2,
        completed,
        5,
        0,
        "");
  }

  /** Memory of a host, and forty other gauges. */
  Readings readings() {
    Map<String, MetricResult> results = new LinkedHashMap<>();
    results.put(
        "memory_utilisation",
        new MetricResult.Collected(
            "memory_utilisation",
            List.of(gauge("memory_utilisation", "host", 40, leakPercentPerHour, 1.5, 1))));
    List<Series> others = new ArrayList<>();
    for (int i = 0; i < OTHER_SERIES; i++) {
      others.add(gauge("gpu_utilisation", "gpu-" + i, 60, 0, 10, i + 2));
    }
    results.put("gpu_utilisation", new MetricResult.Collected("gpu_utilisation", others));
    return new Readings(
        "a generator", Duration.ofMillis(STEP_MILLIS), Optional.empty(), results, List.of(), false);
  }

  private Series gauge(
      String metric, String name, double level, double perHour, double noise, int number) {
    Random random = new Random(1_000 * seed + number);
    int points = (int) (profile.durationMillis() / STEP_MILLIS);
    long[] at = new long[points];
    double[] values = new double[points];
    double deviation = random.nextGaussian();
    for (int i = 0; i < points; i++) {
      at[i] = START + i * STEP_MILLIS;
      values[i] = level + perHour * i * STEP_MILLIS / HOUR_MILLIS + noise * deviation;
      deviation =
          CORRELATION * deviation
              + Math.sqrt(1 - CORRELATION * CORRELATION) * random.nextGaussian();
    }
    return new Series(metric, Map.of("instance", name), at, values);
  }

  /** What a diagnosis would be given, without files. */
  Observed observed() throws IOException {
    Timeline timeline = new Timeline(START, profile.phases());
    TaskStatistics statistics = new TaskStatistics(timeline);
    tasks().forEach(statistics::add);
    return new Observed(
        timeline,
        profile.phases(),
        Optional.of(statistics.summary(timeline)),
        Optional.of(statistics.pace()),
        Optional.of(readings()),
        Catalog.builtIn(),
        CriteriaFile.shipped().of(profile.name()),
        1);
  }

  /** The files of the run. */
  void write(Path directory) throws IOException {
    List<TaskRecord> tasks = tasks();
    SimulatedRun.writeJournal(directory.resolve(TaskJournal.FILE), tasks);
    SimulatedRun.writeLog(directory.resolve("simulation.log"), tasks);
    SeriesFile.write(directory.resolve(SeriesFile.FILE), readings());
    VirtualRun.manifest(profile, 1, seed, Map.of(), tasks)
        .write(directory.resolve(RunManifest.FILE));
  }
}
