package io.functionrunner.perf.kpi;

import io.functionrunner.perf.stats.MillisHistogram;

/** Exact response times by status. */
public record ResponseTimes(MillisHistogram ok, MillisHistogram ko) {

  /** No request at all. */
  public static final ResponseTimes NONE =
      new ResponseTimes(MillisHistogram.EMPTY, MillisHistogram.EMPTY);

  /** Whatever the status; computed at each call. */
  public MillisHistogram all() {
    return ok.plus(ko);
  }

  public long count() {
    return ok.count() + ko.count();
  }

  /** These requests and others together. */
  public ResponseTimes plus(ResponseTimes other) {
    return new ResponseTimes(ok.plus(other.ok), ko.plus(other.ko));
  }
}
