package io.functionrunner.perf.live;

import io.functionrunner.perf.kpi.CriterionResult;
import io.functionrunner.perf.live.LiveRun.Moment;
import io.functionrunner.perf.live.LiveStatistics.ErrorKind;
import io.functionrunner.perf.run.Conservation;
import java.util.List;

/**
 * Where a run stands.
 *
 * @param status how far it is
 * @param leftMillis until submission ends; 0 when it has
 * @param verdict of the analysis; empty before
 * @param sentence why, or why there is none
 * @param report path of the file; empty before
 */
record Standing(
    Status status,
    String phase,
    long sinceStartMillis,
    long leftMillis,
    double users,
    Conservation tasks,
    List<ErrorKind> errors,
    List<CriterionResult> criteria,
    String verdict,
    String sentence,
    String report) {

  /** How far a run is. */
  enum Status {
    RUNNING,
    ANALYSING,
    ENDED
  }

  static final Standing BEFORE =
      new Standing(
          Status.RUNNING,
          "",
          -1,
          0,
          Double.NaN,
          new Conservation(0, 0, 0, 0, 0, 0),
          List.of(),
          List.of(),
          "",
          "",
          "");

  boolean over() {
    return status != Status.RUNNING;
  }

  Standing at(Moment now, long durationMillis, LiveStatistics.Second second) {
    return new Standing(
        Status.RUNNING,
        now.phase(),
        now.sinceStartMillis(),
        Math.max(0, durationMillis - Math.max(0, now.sinceStartMillis())),
        now.users(),
        now.tasks(),
        second.errors(),
        second.criteria(),
        "",
        "",
        "");
  }

  Standing analysing() {
    return with(Status.ANALYSING, "", "", "");
  }

  Standing ended(String newVerdict, String newSentence, String file) {
    return with(Status.ENDED, newVerdict, newSentence, file);
  }

  private Standing with(Status next, String newVerdict, String newSentence, String file) {
    return new Standing(
        next,
        phase,
        sinceStartMillis,
        0,
        users,
        tasks,
        errors,
        criteria,
        newVerdict,
        newSentence,
        file);
  }
}
