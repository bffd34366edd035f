package io.functionrunner.perf.kpi;

/**
 * Numbers windows of time of equal length, from 0. It remembers the last one: nearly all events are
 * in that of the event before, which saves nearly all divisions.
 */
final class EqualWindows {

  private long widthMillis;
  private int last;
  private long lastStartMillis;
  private long lastEndMillis;

  EqualWindows(long widthMillis) {
    resize(widthMillis);
  }

  long widthMillis() {
    return widthMillis;
  }

  /** From now on the windows are of another length. */
  void resize(long newWidthMillis) {
    widthMillis = newWidthMillis;
    last = 0;
    lastStartMillis = 0;
    lastEndMillis = newWidthMillis;
  }

  /** The window of a time, which is not negative. */
  int at(long millis) {
    return millis >= lastStartMillis && millis < lastEndMillis ? last : find(millis);
  }

  private int find(long millis) {
    last = (int) (millis / widthMillis);
    lastStartMillis = last * widthMillis;
    lastEndMillis = lastStartMillis + widthMillis;
    return last;
  }
}
