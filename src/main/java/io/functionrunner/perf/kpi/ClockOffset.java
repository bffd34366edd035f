package io.functionrunner.perf.kpi;

import io.functionrunner.perf.run.TaskJournalReader;
import io.functionrunner.perf.run.TaskRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far the server's clock is ahead of ours, in milliseconds: a task is created between our
 * sending of it and our reading of the answer, so every task bounds the offset from both sides, and
 * the true one lies in what all bounds have in common (Cristian 1989, "Probabilistic clock
 * synchronization"). Bounds that contradict each other mean that one clock moved during the run.
 */
public record ClockOffset(long lowMillis, long highMillis) {

  /** Bounds from the tasks in a journal; empty when none carries a server's time. */
  public static Optional<ClockOffset> ofJournal(Path tasks) throws IOException {
    List<TaskRecord> records = new ArrayList<>();
    TaskJournalReader.read(tasks, records::add);
    return of(records);
  }

  /** Bounds from all tasks that carry a server's time; empty without any. */
  static Optional<ClockOffset> of(List<TaskRecord> tasks) {
    List<TaskRecord> timed =
        tasks.stream()
            .filter(t -> t.createdMillis() != TaskRecord.ABSENT)
            .filter(t -> t.acceptedMillis() != TaskRecord.ABSENT)
            .toList();
    if (timed.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ClockOffset(
            timed.stream()
                .mapToLong(t -> t.createdMillis() - t.acceptedMillis())
                .max()
                .orElseThrow(),
            timed.stream()
                .mapToLong(t -> t.createdMillis() - t.submitMillis())
                .min()
                .orElseThrow()));
  }

  public boolean consistent() {
    return lowMillis <= highMillis;
  }
}
