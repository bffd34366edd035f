package io.functionrunner.perf.kpi;

import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.stats.MillisHistogram;

/**
 * The tasks of one class that were submitted in measured phases. Times are those of the completed
 * ones: what became of the others is told by the counts.
 *
 * @param basis what "completion" means for {@code fromSubmit} and {@code fromIntended}
 * @param fromSubmit actual submission to completion
 * @param fromIntended intended submission to completion; empty when the schedule is not known
 * @param observed actual submission to the poll that saw the end: what Gatling's own report shows
 * @param queue by the server's clock, like {@code run}; empty when the API does not tell
 * @param detection completion to the poll that saw it; empty when the API does not tell
 * @param detectionBound the most that detection can be, also where the API does not tell: from the
 *     sending of the last request that found the task unended; empty when that was not recorded
 */
public record ClassTasks(
    TaskClass taskClass,
    Conservation counts,
    Basis basis,
    BatchedTimes fromSubmit,
    MillisHistogram fromIntended,
    MillisHistogram observed,
    MillisHistogram queue,
    MillisHistogram run,
    MillisHistogram detection,
    MillisHistogram detectionBound) {

  /** Where the end of a task's time is taken from. */
  public enum Basis {
    /** The server's completion time: the poll interval has no part in it. */
    SERVER("by the server's times"),
    /** The poll that saw the end: too long by the detection, which is known as a bound. */
    OBSERVED("as observed by polling");

    private final String words;

    Basis(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }
}
