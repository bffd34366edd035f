package io.functionrunner.perf.kpi;

/**
 * Bounds of how far the server's clock is ahead of ours, in milliseconds: a task is created between
 * our sending of it and our reading of the answer, so every task bounds the offset from both sides,
 * and the true one lies in what all bounds have in common (Cristian 1989, "Probabilistic clock
 * synchronization"). Bounds that contradict each other mean that one clock moved during the run.
 */
public record ClockInterval(long lowMillis, long highMillis) {

  public boolean consistent() {
    return lowMillis <= highMillis;
  }
}
