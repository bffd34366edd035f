package io.functionrunner.perf.sandbox;

import io.functionrunner.perf.workload.Modality;
import java.util.List;
import java.util.Map;

/** The runner's resources at one moment. Utilisations are averages over the last window, 0 to 1. */
record RunnerView(Map<Modality, Pool> pools, List<Gpu> gpus) {

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
}
