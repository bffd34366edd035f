package io.functionrunner.perf.analysis;

import io.functionrunner.perf.kpi.TaskClass;
import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.OutcomeCounts;
import io.functionrunner.perf.run.TaskRecord;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many tasks were accepted, and how those that ended did, as one witness has it. The journal
 * and the log are two witnesses of one run; where they differ, one of them is not to be trusted.
 */
final class TaskCounts {

  private final Map<TaskClass, OutcomeCounts> ended = new HashMap<>();
  private final Map<String, long[]> accepted = new HashMap<>();

  void add(TaskRecord task) {
    if (task.acceptedMillis() != TaskRecord.ABSENT) {
      accepted(task.modality())[0]++;
    }
    if (task.outcome() != null) {
      ended(new TaskClass(task.modality(), task.quality())).add(task.outcome());
    }
  }

  /** The counter of tasks of a class that ended. */
  OutcomeCounts ended(TaskClass taskClass) {
    OutcomeCounts known = ended.get(taskClass);
    return known != null ? known : ended.computeIfAbsent(taskClass, c -> new OutcomeCounts());
  }

  /** The counter, its only element, of a modality's accepted tasks. */
  long[] accepted(String modality) {
    return accepted.computeIfAbsent(modality, m -> new long[1]);
  }

  boolean isEmpty() {
    return byName().isEmpty();
  }

  /**
   * Where the tasks went, when only ends are known: those that ended without being accepted, and
   * those accepted, were submitted; what was accepted and did not end is in flight.
   */
  Conservation conservation() {
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    ended.values().forEach(c -> c.ended().forEach((o, n) -> outcomes.merge(o, n, Long::sum)));
    long refused =
        outcomes.getOrDefault(Outcome.REJECTED, 0L) + outcomes.getOrDefault(Outcome.ERROR, 0L);
    long all = outcomes.values().stream().mapToLong(Long::longValue).sum();
    long submitted = accepted.values().stream().mapToLong(count -> count[0]).sum() + refused;
    // A foreign log may have task records without the submissions.
    return Conservation.of(Math.max(all, submitted), outcomes);
  }

  /** Where two witnesses differ: by name, "3 and 4". */
  Map<String, String> differences(TaskCounts other) {
    Map<String, Long> own = byName();
    Map<String, Long> theirs = other.byName();
    Map<String, Long> names = new TreeMap<>(own);
    names.putAll(theirs);
    Map<String, String> differences = new TreeMap<>();
    for (String name : names.keySet()) {
      long here = own.getOrDefault(name, 0L);
      long there = theirs.getOrDefault(name, 0L);
      if (here != there) {
        differences.put(name, here + " and " + there);
      }
    }
    return differences;
  }

  /** Accepted by modality, ended by class and outcome; no name for what was never counted. */
  private Map<String, Long> byName() {
    Map<String, Long> counts = new TreeMap<>();
    accepted.forEach(
        (modality, count) -> {
          if (count[0] > 0) {
            counts.put("accepted " + modality, count[0]);
          }
        });
    ended.forEach(
        (taskClass, outcomes) ->
            outcomes
                .ended()
                .forEach(
                    (outcome, count) ->
                        counts.put("task " + taskClass.title() + ' ' + outcome.id(), count)));
    return counts;
  }
}
