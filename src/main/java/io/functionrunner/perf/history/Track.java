package io.functionrunner.perf.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs that may be compared: the same load, on the same machine, against the same target. Another
 * machine, another Java, another number of users make another track, which starts anew.
 *
 * @param runs in the order of their start, at least one
 */
public record Track(Key key, List<RunSummary> runs) {

  /** What the runs have in common; null is "not known", which is not the same as anything known. */
  public record Key(String simulation, String environment, String target, String api, String load) {

    static Key of(RunSummary run) {
      return new Key(run.simulation(), run.environment(), run.target(), run.api(), run.load());
    }
  }

  public Track {
    runs = List.copyOf(runs);
  }

  /** All tracks of a history, the one with the newest run first. */
  public static List<Track> of(History history) {
    Map<Key, List<RunSummary>> byKey = new LinkedHashMap<>();
    for (RunSummary run : history.runs()) {
      byKey.computeIfAbsent(Key.of(run), key -> new ArrayList<>()).add(run);
    }
    return byKey.entrySet().stream()
        .map(entry -> new Track(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingLong((Track t) -> t.newest().startMillis()).reversed())
        .toList();
  }

  /** The last of its runs. */
  public RunSummary newest() {
    return runs.get(runs.size() - 1);
  }

  /** Positions of the runs that were compared with another baseline than the one before. */
  public List<Integer> baselineChanges() {
    List<Integer> changes = new ArrayList<>();
    String present = null;
    for (int i = 0; i < runs.size(); i++) {
      String baseline = runs.get(i).baseline();
      if (baseline != null && !baseline.equals(present)) {
        if (present != null) {
          changes.add(i);
        }
        present = baseline;
      }
    }
    return changes;
  }

  /** Every KPI that some run has, as the newest that has it describes it. */
  public Map<String, RunSummary.Value> kpis() {
    Map<String, RunSummary.Value> all = new LinkedHashMap<>();
    for (int i = runs.size() - 1; i >= 0; i--) {
      runs.get(i).kpis().forEach(all::putIfAbsent);
    }
    return all;
  }
}
