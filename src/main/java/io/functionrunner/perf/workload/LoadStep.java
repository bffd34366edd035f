package io.functionrunner.perf.workload;

/**
 * A stretch of constant load. Times are milliseconds since the load's start.
 *
 * @param endMillis when its submission ends, exclusive
 * @param tasksPerSecond of the whole mix
 */
public record LoadStep(long startMillis, long endMillis, double tasksPerSecond) {

  public LoadStep {
    if (!(tasksPerSecond > 0) || endMillis < startMillis) {
      throw new IllegalArgumentException(
          "%s tasks/s from %d to %d ms. Expecting a load above 0, and an end after the start"
              .formatted(tasksPerSecond, startMillis, endMillis));
    }
  }

  LoadStep until(long millis) {
    return new LoadStep(startMillis, Math.max(startMillis, millis), tasksPerSecond);
  }
}
