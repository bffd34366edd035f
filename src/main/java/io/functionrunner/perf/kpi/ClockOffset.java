package io.functionrunner.perf.kpi;

import io.functionrunner.perf.run.TaskJournalReader;
import java.io.IOException;
import java.nio.file.Path;
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
    ClockBounds bounds = new ClockBounds();
    TaskJournalReader.read(tasks, bounds::add);
    return bounds.toOffset();
  }

  public boolean consistent() {
    return lowMillis <= highMillis;
  }
}
