package io.functionrunner.perf.kpi;

import io.functionrunner.perf.kpi.TaskSummary.ErrorKind;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.TaskRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts tasks that ended without success, by outcome and reason. */
final class ErrorKinds {

  /** Reasons come from servers, which may make up a new one for each task. */
  private static final int MAX_TOLD_APART = 10_000;

  private static final int MAX_SHOWN = 20;
  private static final String OTHER = "(other)";

  private record Kind(Outcome outcome, String reason) {

    // As in TaskClass: a record's own are slow at first.

    @Override
    public boolean equals(Object other) {
      return other instanceof Kind that && outcome == that.outcome && reason.equals(that.reason);
    }

    @Override
    public int hashCode() {
      return 31 * outcome.hashCode() + reason.hashCode();
    }
  }

  private static final class Count {
    private long count;
    private long firstMillis = Long.MAX_VALUE;
    private long lastMillis = Long.MIN_VALUE;
  }

  private final Map<Kind, Count> kinds = new HashMap<>();

  void add(TaskRecord task) {
    Count count = kinds.get(new Kind(task.outcome(), task.reason()));
    if (count == null) {
      String reason = kinds.size() < MAX_TOLD_APART ? task.reason() : OTHER;
      count = kinds.computeIfAbsent(new Kind(task.outcome(), reason), k -> new Count());
    }
    count.count++;
    count.firstMillis = Math.min(count.firstMillis, task.endMillis());
    count.lastMillis = Math.max(count.lastMillis, task.endMillis());
  }

  /** Most frequent first, the first {@value #MAX_SHOWN}; times since the load's start. */
  List<ErrorKind> toList(long startMillis) {
    List<ErrorKind> list = new ArrayList<>();
    kinds.forEach(
        (kind, count) ->
            list.add(
                new ErrorKind(
                    kind.outcome,
                    kind.reason,
                    count.count,
                    count.firstMillis - startMillis,
                    count.lastMillis - startMillis)));
    list.sort(
        Comparator.comparingLong(ErrorKind::count)
            .reversed()
            .thenComparing(ErrorKind::outcome)
            .thenComparing(ErrorKind::reason));
    return list.subList(0, Math.min(list.size(), MAX_SHOWN));
  }
}
