package io.functionrunner.perf.live;

import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.workload.Mix;
import io.functionrunner.perf.workload.Modality;
import io.functionrunner.perf.workload.PlannedTask;
import io.functionrunner.perf.workload.Quality;
import java.util.List;
import java.util.Map;

/** A task that tells metrics of its life. */
record LiveTask(Modality modality, Quality quality, long intendedMillis) {

  static final Mix MIX =
      new Mix(
          List.of(
              new Mix.Entry(Modality.IMAGE, 1, Map.of(Quality.DRAFT, 0.5, Quality.HIGH, 0.5)),
              new Mix.Entry(Modality.TEXT, 2, Map.of(Quality.STANDARD, 1.0))));

  private PlannedTask planned() {
    return new PlannedTask(7, 3, intendedMillis, modality, quality, 99);
  }

  void submitted(LiveMetrics metrics, long atMillis) {
    metrics.submitted(planned(), intendedMillis, atMillis);
  }

  void accepted(LiveMetrics metrics, long submitMillis, long atMillis) {
    metrics.accepted(planned(), submitMillis, atMillis);
  }

  void ended(LiveMetrics metrics, long submitMillis, long atMillis, Outcome outcome) {
    metrics.ended(
        new TaskRecord(
            7,
            3,
            modality.id(),
            quality.id(),
            intendedMillis,
            submitMillis,
            TaskRecord.ABSENT,
            outcome,
            atMillis,
            TaskRecord.ABSENT,
            TaskRecord.ABSENT,
            TaskRecord.ABSENT,
            TaskRecord.ABSENT,
            1,
            0,
            "the server's own words"));
  }
}
