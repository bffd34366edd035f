package io.functionrunner.perf.capacity;

import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.TaskRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of a run's tasks while it goes on, as far back as a step may need it. Told by all
 * threads of a run.
 */
final class StepTasks {

  private record Key(long user, int index) {}

  private final Map<Key, TaskRecord> open = new HashMap<>();
  private final List<TaskRecord> ended = new ArrayList<>();

  /** A task is on its way; its outcome is null. */
  synchronized void submitted(TaskRecord task) {
    open.put(new Key(task.user(), task.index()), task);
  }

  synchronized void ended(TaskRecord task) {
    open.remove(new Key(task.user(), task.index()));
    ended.add(task);
  }

  /** How many are in flight, by modality. */
  synchronized Map<String, Integer> inFlight() {
    Map<String, Integer> counts = new TreeMap<>();
    open.values().forEach(task -> counts.merge(task.modality(), 1, Integer::sum));
    return counts;
  }

  /** What ended before this moment (epoch milliseconds) is needed no more. */
  synchronized void forgetBefore(long millis) {
    ended.removeIf(task -> task.endMillis() < millis);
  }

  /** A stretch of the load that began at {@code startMillis}, by what is known now. */
  Level judged(long startMillis, Phase stretch, Slo slo) {
    LevelStatistics statistics = new LevelStatistics(startMillis, List.of(stretch));
    List<TaskRecord> known;
    synchronized (this) {
      known = new ArrayList<>(ended);
      known.addAll(open.values());
    }
    known.forEach(statistics::add);
    return statistics.levels(slo).get(0);
  }
}
