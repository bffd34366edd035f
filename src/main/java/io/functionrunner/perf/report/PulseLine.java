package io.functionrunner.perf.report;

import io.functionrunner.perf.analysis.LogPulse;

/** One line of a run that is being followed. */
public final class PulseLine {

  private PulseLine() {}

  /** {@code 0:27 | users 100 | tasks 597, 14.2/s, 0 failed, p95 4.28 s | requests …}. */
  public static String text(LogPulse.Moment moment) {
    return "%-7s | users %s%s | requests %s"
        .formatted(
            Display.clock(moment.atMillis()),
            Display.count(moment.users()),
            moment.tasks().total() == 0 ? "" : " | tasks " + count(moment.tasks()),
            count(moment.requests()));
  }

  private static String count(LogPulse.Count count) {
    return "%s, %s/s, %s failed, p95 %s"
        .formatted(
            Display.count(count.total()),
            Double.isNaN(count.perSecond())
                ? Display.NOTHING
                : Display.plain(count.perSecond(), count.perSecond() < 100 ? 1 : 0),
            Display.count(count.failed()),
            Display.quantile(count.recent(), .95));
  }
}
