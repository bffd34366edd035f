package io.functionrunner.perf.merge;

import io.functionrunner.perf.kpi.ClockBounds;
import io.functionrunner.perf.kpi.ClockInterval;
import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.run.OutcomeCounts;
import io.functionrunner.perf.run.TaskJournalReader;
import io.functionrunner.perf.run.TaskRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a merge has to know of a journal before it reads it line by line.
 *
 * @param tasks where they went
 * @param lastMillis of the last event, by the injector's clock; null without any
 * @param clock bounds of how far the target's clock is ahead; empty when no task tells
 */
record JournalFacts(Conservation tasks, Long lastMillis, Optional<ClockInterval> clock) {

  static final Conservation NO_TASKS = new Conservation(0, 0, 0, 0, 0, 0);

  static JournalFacts read(Path file) throws IOException {
    OutcomeCounts counts = new OutcomeCounts();
    ClockBounds bounds = new ClockBounds();
    long[] last = {TaskRecord.ABSENT};
    TaskJournalReader.read(
        file,
        task -> {
          counts.add(task.outcome());
          bounds.add(task);
          last[0] = Math.max(last[0], task.submitMillis());
          last[0] = Math.max(last[0], Math.max(task.acceptedMillis(), task.endMillis()));
        });
    return new JournalFacts(
        counts.conservation(),
        last[0] == TaskRecord.ABSENT ? null : Long.valueOf(last[0]),
        bounds.toInterval());
  }
}
