package io.functionrunner.perf.kpi;

/**
 * Counts per second since the load's start, over all requests and users. What happened before the
 * load's start is in second 0.
 */
public final class SecondCounts {
  private final int[] started;
  private final int[] ok;
  private final int[] ko;
  private final int[] usersStarted;
  private final int[] usersEnded;

  SecondCounts(int[] started, int[] ok, int[] ko, int[] usersStarted, int[] usersEnded) {
    this.started = started;
    this.ok = ok;
    this.ko = ko;
    this.usersStarted = usersStarted;
    this.usersEnded = usersEnded;
  }

  /** Seconds covered: up to the last event. */
  public int seconds() {
    return started.length;
  }

  /** Requests that started in the second, and ended at any time. */
  public int started(int second) {
    return started[second];
  }

  /** Requests that ended in the second with success. */
  public int ok(int second) {
    return ok[second];
  }

  /** Requests that ended in the second with failure. */
  public int ko(int second) {
    return ko[second];
  }

  /** Requests that ended in the second. */
  public int ended(int second) {
    return ok[second] + ko[second];
  }

  /** Virtual users that started in the second. */
  public int usersStarted(int second) {
    return usersStarted[second];
  }

  /** Virtual users active at the end of each second. */
  public int[] usersActive() {
    int[] active = new int[usersStarted.length];
    int users = 0;
    for (int second = 0; second < active.length; second++) {
      users += usersStarted[second] - usersEnded[second];
      active[second] = users;
    }
    return active;
  }
}
