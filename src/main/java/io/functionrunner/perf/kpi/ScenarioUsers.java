package io.functionrunner.perf.kpi;

/** Virtual users of one scenario; those that started and did not end were cut off. */
public record ScenarioUsers(String scenario, long started, long ended) {

  /** Users that the end of the run, or of the log, cut off. */
  public long cutOff() {
    return started - ended;
  }
}
