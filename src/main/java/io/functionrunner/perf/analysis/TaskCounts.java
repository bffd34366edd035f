package io.functionrunner.perf.analysis;

import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.TaskRecord;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many tasks were accepted, and how those that ended did, as one witness has it. The journal
 * and the log are two witnesses of one run; where they differ, one of them is not to be trusted.
 */
final class TaskCounts {

  /** Accepted by modality, ended by class and outcome: both by name. */
  private final Map<String, Long> byName = new TreeMap<>();

  private final Map<Outcome, Long> ended = new EnumMap<>(Outcome.class);
  private long accepted;

  void add(TaskRecord task) {
    if (task.acceptedMillis() != TaskRecord.ABSENT) {
      accepted(task.modality(), 1);
    }
    if (task.outcome() != null) {
      ended.merge(task.outcome(), 1L, Long::sum);
      byName.merge(
          "task " + task.modality() + ' ' + task.quality() + ' ' + task.outcome().id(),
          1L,
          Long::sum);
    }
  }

  void accepted(String modality, long count) {
    accepted += count;
    byName.merge("accepted " + modality, count, Long::sum);
  }

  boolean isEmpty() {
    return byName.isEmpty();
  }

  /**
   * Where the tasks went, when only ends are known: those that ended without being accepted, and
   * those accepted, were submitted; what was accepted and did not end is in flight.
   */
  Conservation conservation() {
    long refused = ended.getOrDefault(Outcome.REJECTED, 0L) + ended.getOrDefault(Outcome.ERROR, 0L);
    long all = ended.values().stream().mapToLong(Long::longValue).sum();
    // A foreign log may have task records without the submissions.
    return Conservation.of(Math.max(all, accepted + refused), ended);
  }

  /** Where two witnesses differ: by name, "3 and 4". */
  Map<String, String> differences(TaskCounts other) {
    Map<String, String> differences = new TreeMap<>();
    Map<String, Long> names = new TreeMap<>(byName);
    names.putAll(other.byName);
    for (String name : names.keySet()) {
      long own = byName.getOrDefault(name, 0L);
      long theirs = other.byName.getOrDefault(name, 0L);
      if (own != theirs) {
        differences.put(name, own + " and " + theirs);
      }
    }
    return differences;
  }
}
