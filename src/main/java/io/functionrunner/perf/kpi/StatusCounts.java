package io.functionrunner.perf.kpi;

import io.functionrunner.perf.stats.MillisCounts;

/** Accumulates {@link ResponseTimes}. */
final class StatusCounts {
  private final MillisCounts ok;
  private final MillisCounts ko;

  StatusCounts() {
    ok = new MillisCounts();
    ko = new MillisCounts();
  }

  /** Nothing counted yet, but shaped for times like those of {@code other}. */
  StatusCounts(StatusCounts other) {
    ok = MillisCounts.shapedLike(other.ok);
    ko = MillisCounts.shapedLike(other.ko);
  }

  void add(int millis, boolean success) {
    (success ? ok : ko).add(millis);
  }

  void addAll(StatusCounts other) {
    ok.addAll(other.ok);
    ko.addAll(other.ko);
  }

  ResponseTimes toResponseTimes() {
    return new ResponseTimes(ok.toHistogram(), ko.toHistogram());
  }

  /** Bytes of heap, objects included. */
  long heapBytes() {
    return 120 + ok.heapBytes() + ko.heapBytes();
  }
}
