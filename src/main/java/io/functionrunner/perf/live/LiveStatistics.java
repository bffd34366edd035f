package io.functionrunner.perf.live;

import io.functionrunner.perf.kpi.CriterionResult;
import io.functionrunner.perf.kpi.ErrorCategory;
import io.functionrunner.perf.kpi.RunningCriteria;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.stats.MillisHistogram;
import io.functionrunner.perf.stats.RecentTimes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the live page shows of tasks and nobody else counts while a run lasts: recent times, errors
 * by kind, and where the criteria stand. Told by all event loops at once.
 */
public final class LiveStatistics {

  /** Recent enough to be the present, long enough for a quantile. */
  static final int RECENT_SECONDS = 10;

  /** Categories are few; this bounds them whatever a binding does. */
  private static final int MOST_KINDS = 50;

  private final RecentTimes submissions = new RecentTimes(RECENT_SECONDS);
  private final Map<String, RecentTimes> tasks = new LinkedHashMap<>();
  private final Map<String, ErrorKind> errors = new LinkedHashMap<>();
  private RunningCriteria criteria;

  /**
   * Tasks that ended badly in one way.
   *
   * @param last reason of the last one, in a server's words; may be empty
   */
  record ErrorKind(String kind, long count, String last) {}

  /**
   * What there is at the end of a second.
   *
   * @param submissions first submission to acceptance, of the last {@value #RECENT_SECONDS} s
   * @param tasks first submission to the end that the client saw, of those completed in the same
   *     time, by modality
   * @param errors most frequent first
   */
  record Second(
      MillisHistogram submissions,
      Map<String, MillisHistogram> tasks,
      List<ErrorKind> errors,
      List<CriterionResult> criteria) {}

  /**
   * @param modalities that the run submits
   */
  public LiveStatistics(Collection<String> modalities) {
    modalities.forEach(modality -> tasks.put(modality, new RecentTimes(RECENT_SECONDS)));
  }

  /** The load's start: from now on tasks are judged. */
  public synchronized void started(RunningCriteria judged) {
    criteria = judged;
  }

  /** The server has taken a task. */
  public synchronized void accepted(long submitMillis, long nowMillis) {
    submissions.add(nowMillis - submitMillis);
  }

  /** A task ended. */
  public synchronized void ended(TaskRecord task) {
    if (criteria != null) {
      criteria.ended(task);
    }
    if (task.outcome() == Outcome.COMPLETED) {
      tasks.get(task.modality()).add(task.endMillis() - task.submitMillis());
      return;
    }
    String kind = ErrorCategory.of(task);
    ErrorKind before = errors.get(kind);
    if (before != null || errors.size() < MOST_KINDS) {
      errors.put(kind, new ErrorKind(kind, before == null ? 1 : before.count() + 1, task.reason()));
    }
  }

  /** To be called once a second. */
  synchronized Second take() {
    Map<String, MillisHistogram> times = new LinkedHashMap<>();
    tasks.forEach((modality, recent) -> times.put(modality, recent.take()));
    List<ErrorKind> kinds = new ArrayList<>(errors.values());
    kinds.sort(Comparator.comparingLong(ErrorKind::count).reversed());
    return new Second(
        submissions.take(), times, kinds, criteria == null ? List.of() : criteria.judge());
  }
}
