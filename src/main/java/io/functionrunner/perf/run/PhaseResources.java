package io.functionrunner.perf.run;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The server side of one phase. A value that was not measured is empty, never 0.
 *
 * @param queueDepthAverage tasks waiting in all queues
 * @param queueDepthPeak the largest number of tasks waiting at once
 * @param maxConcurrentTasks the largest number of tasks executed at once
 * @param workerUtilisation busy worker time over worker time, 0 to 1
 * @param workerEfficiency tasks completed per busy worker-second: X over the average of busy
 *     workers
 * @param demands for each resource that was measured
 */
public record PhaseResources(
    String phase,
    OptionalDouble queueDepthAverage,
    OptionalDouble queueDepthPeak,
    OptionalDouble maxConcurrentTasks,
    OptionalDouble workerUtilisation,
    OptionalDouble workerEfficiency,
    List<Demand> demands) {

  /**
   * Service demand by the utilisation law (Denning and Buzen 1978): D = U · servers / X.
   *
   * @param resource {@code workers}, {@code worker_cpu}, {@code cpu}, {@code gpu} or {@code disk}
   * @param busyServers workers, cores, GPUs or disks busy on average: U · servers
   * @param servers how many there are; empty when nobody said
   * @param demandSeconds seconds of one server that a completed task took; empty when no task
   *     completed or their rate is not known
   */
  public record Demand(
      String resource, double busyServers, OptionalDouble servers, OptionalDouble demandSeconds) {

    /** U, 0 to 1: the average over the servers. */
    public OptionalDouble utilisation() {
      return servers.isPresent() && servers.getAsDouble() > 0
          ? OptionalDouble.of(busyServers / servers.getAsDouble())
          : OptionalDouble.empty();
    }
  }
}
