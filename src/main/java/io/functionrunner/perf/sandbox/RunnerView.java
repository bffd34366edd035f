package io.functionrunner.perf.sandbox;

import io.functionrunner.perf.workload.Modality;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The runner's resources at one moment. Utilisations are averages over the last window, 0 to 1. */
record RunnerView(
    Map<Modality, Pool> pools, List<Gpu> gpus, Stage stage, SandboxCounters counters) {

  static RunnerView of(
      Map<Modality, Resource> pools,
      Resource gpus,
      Resource stage,
      SandboxCounters counters,
      long nowNanos) {
    Map<Modality, Integer> waitingForGpu = new EnumMap<>(Modality.class);
    gpus.waiting.forEach(task -> waitingForGpu.merge(task.submission.modality(), 1, Integer::sum));
    Map<Modality, Pool> poolViews = new EnumMap<>(Modality.class);
    pools.forEach(
        (modality, pool) ->
            poolViews.put(
                modality,
                new Pool(
                    pool.waiting.size(),
                    pool.size(),
                    pool.occupied(),
                    waitingForGpu.getOrDefault(modality, 0),
                    pool.utilisation(0, nowNanos))));
    List<Gpu> gpuViews = new ArrayList<>();
    for (int device = 0; device < gpus.devices(); device++) {
      gpuViews.add(new Gpu(gpus.utilisation(device, nowNanos), gpus.occupancy(device)));
    }
    return new RunnerView(
        poolViews,
        gpuViews,
        new Stage(stage.waiting.size(), stage.size(), stage.occupied()),
        counters);
  }

  /**
   * @param active workers with a task, also one that waits for a GPU or is stalled
   * @param waitingForGpu workers with a task that waits for a GPU
   * @param utilisation share of the workers whose task makes progress
   */
  record Pool(int queued, int size, int active, int waitingForGpu, double utilisation) {}

  /**
   * @param utilisation share of the places whose task makes progress
   * @param occupancy share of the places taken now
   */
  record Gpu(double utilisation, double occupancy) {}

  /** The planted slow stage; nobody is in it unless it is planted. */
  record Stage(int waiting, int size, int active) {}
}
