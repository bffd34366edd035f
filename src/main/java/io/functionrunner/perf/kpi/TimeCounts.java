package io.functionrunner.perf.kpi;

/** Accumulates {@link SecondCounts}, and the first and the last instant of the run. */
final class TimeCounts {
  private final GrowingCounts started = new GrowingCounts();
  private final GrowingCounts ok = new GrowingCounts();
  private final GrowingCounts ko = new GrowingCounts();
  private final GrowingCounts usersStarted = new GrowingCounts();
  private final GrowingCounts usersEnded = new GrowingCounts();
  private int firstMillis = Integer.MAX_VALUE;
  private int lastMillis = Integer.MIN_VALUE;

  void request(int startMillis, int endMillis, boolean success) {
    started.increment(second(startMillis));
    (success ? ok : ko).increment(second(endMillis));
    span(startMillis, endMillis);
  }

  void user(boolean start, int millis) {
    (start ? usersStarted : usersEnded).increment(second(millis));
    span(millis, millis);
  }

  void span(int startMillis, int endMillis) {
    if (startMillis < firstMillis) {
      firstMillis = startMillis;
    }
    if (endMillis > lastMillis) {
      lastMillis = endMillis;
    }
  }

  int firstMillis() {
    return isEmpty() ? 0 : firstMillis;
  }

  int lastMillis() {
    return isEmpty() ? 0 : lastMillis;
  }

  SecondCounts toSecondCounts() {
    int seconds = isEmpty() ? 0 : second(lastMillis) + 1;
    return new SecondCounts(
        started.toArray(seconds),
        ok.toArray(seconds),
        ko.toArray(seconds),
        usersStarted.toArray(seconds),
        usersEnded.toArray(seconds));
  }

  private boolean isEmpty() {
    return lastMillis < firstMillis;
  }

  /** By the product with 2 to the 38 / 1000, rounded up: exact for an int, and no division. */
  private static int second(int millis) {
    return millis < 0 ? 0 : (int) ((millis * 274_877_907L) >>> 38);
  }
}
