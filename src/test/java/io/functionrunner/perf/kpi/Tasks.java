package io.functionrunner.perf.kpi;

import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.TaskRecord;

/** Task records for tests: times in milliseconds since {@link #START}. */
final class Tasks {

  static final long START = 1_790_000_000_000L;

  private Tasks() {}

  /** Without the server's times. */
  static TaskRecord ended(long submit, long end, Outcome outcome) {
    return ended("image", submit, end, outcome, "");
  }

  static TaskRecord ended(String modality, long submit, long end, Outcome outcome, String reason) {
    return record(modality, submit, submit + 5, outcome, end, end - 400, -1, -1, -1, reason);
  }

  static TaskRecord inFlight(long submit) {
    return record("image", submit, submit + 5, null, -1 - START, 0, -1, -1, -1, "");
  }

  /**
   * With the server's times, by a clock that is {@code ahead} of ours; last seen unended a quarter
   * of a second before it was completed.
   */
  static TaskRecord served(
      long submit,
      long accepted,
      long created,
      long started,
      long completed,
      long end,
      long ahead) {
    return record(
        "image",
        submit,
        accepted,
        Outcome.COMPLETED,
        end,
        completed - 250,
        START + created + ahead,
        START + started + ahead,
        START + completed + ahead,
        "");
  }

  private static TaskRecord record(
      String modality,
      long submit,
      long accepted,
      Outcome outcome,
      long end,
      long pending,
      long created,
      long started,
      long completed,
      String reason) {
    return new TaskRecord(
        0,
        0,
        modality,
        "draft",
        START + submit - 3,
        START + submit,
        START + accepted,
        outcome,
        START + end,
        outcome == null ? TaskRecord.ABSENT : START + pending,
        created,
        started,
        completed,
        2,
        1,
        reason);
  }
}
