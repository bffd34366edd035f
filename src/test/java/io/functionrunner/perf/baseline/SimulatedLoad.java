package io.functionrunner.perf.baseline;

import io.functionrunner.perf.kpi.TaskClass;
import io.functionrunner.perf.kpi.TaskTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * One load and its runs, simulated: tasks with their arrivals and contents, the same in every run,
 * go through one queue a modality in front of some workers. A task's service time is its content's,
 * lognormal as of published traces, times what this run is slower or faster as a whole, times a
 * little of its own.
 */
final class SimulatedLoad {

  static final Identity IDENTITY =
      new Identity(
          "Simulated",
          "sandbox",
          "0123456789abcdef",
          1,
          "closed-users",
          "a",
          "b",
          1,
          Identity.WHOLE);

  private static final int WORKERS = 4;
  private static final int BATCHES = 20;
  private static final double CONTENT = 0.549;
  private static final double OWN = 0.05;
  private static final double ERRORS = 0.002;
  private static final double MILLIS = 2_000;

  private record Task(TaskClass taskClass, double arrival, double service) {}

  private final List<Task> tasks = new ArrayList<>();
  private final SplittableRandom random;
  private final double end;

  /** A load of so many tasks that keeps the workers of each modality busy by {@code load}. */
  SimulatedLoad(long seed, int count, double load) {
    random = new SplittableRandom(seed);
    double mean = Math.exp(CONTENT * CONTENT / 2);
    double time = 0;
    for (int i = 0; i < count; i++) {
      // Two of three tasks are text; images take twice as long on average.
      boolean text = random.nextInt(3) > 0;
      double quality = text ? 1 : new double[] {1.5, 3, 3, 4.5}[random.nextInt(4)];
      TaskClass taskClass =
          text
              ? new TaskClass("text", "standard")
              : new TaskClass("image", quality < 2 ? "draft" : quality < 4 ? "standard" : "high");
      // Each queue gets as much work: 2/3 of the tasks with 1.5 units, 1/3 with 3.
      double scale = MILLIS * (text ? 1.5 : quality);
      time += -Math.log(1 - random.nextDouble()) * mean * MILLIS / WORKERS / load;
      tasks.add(new Task(taskClass, time, scale * Math.exp(CONTENT * random.nextGaussian())));
    }
    end = time * (1 + 1e-9);
  }

  /** A run of it. */
  RunSample run(String name, double variation, double shift) {
    double factor = (1 + shift) * Math.exp(variation * random.nextGaussian());
    Map<String, PriorityQueue<Double>> free = new HashMap<>();
    List<TaskTime> times = new ArrayList<>();
    long failed = 0;
    for (int i = 0; i < tasks.size(); i++) {
      Task task = tasks.get(i);
      PriorityQueue<Double> workers =
          free.computeIfAbsent(
              task.taskClass.modality(),
              m -> new PriorityQueue<>(Collections.nCopies(WORKERS, 0.0)));
      double start = Math.max(task.arrival, workers.remove());
      double done = start + task.service * factor * Math.exp(OWN * random.nextGaussian());
      workers.add(done);
      if (random.nextDouble() < ERRORS) {
        failed++;
      } else {
        int batch = (int) (BATCHES * task.arrival / end);
        times.add(new TaskTime(i, 0, task.taskClass, batch, (int) Math.round(done - task.arrival)));
      }
    }
    RunSample.Counts counts = new RunSample.Counts(tasks.size(), failed, failed, 1, 1);
    return new RunSample(name, IDENTITY, "machine", counts, Map.of(), times);
  }

  /** So many equal runs. */
  List<RunSample> runs(int count, double variation, double shift) {
    List<RunSample> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      runs.add(run("run " + i, variation, shift));
    }
    return runs;
  }
}
