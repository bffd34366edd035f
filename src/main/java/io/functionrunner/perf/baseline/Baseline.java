package io.functionrunner.perf.baseline;

import io.functionrunner.perf.stats.MillisHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A set of accepted runs of one load: what later runs are compared with.
 *
 * @param runs one or more, with one identity
 * @param earlier sets that this one replaced, the newest first
 */
public record Baseline(Identity identity, List<Accepted> runs, List<Earlier> earlier) {

  /**
   * A run that somebody accepted.
   *
   * @param startedAt of its load, ISO 8601, and {@code acceptedAt} when it was accepted
   * @param versions of what took part
   */
  public record Accepted(
      RunSample sample,
      String startedAt,
      String acceptedAt,
      String acceptedBy,
      String reason,
      Map<String, String> versions) {

    public Accepted {
      versions = new TreeMap<>(versions);
    }

    /** Its exact times by class of task. */
    Map<String, MillisHistogram> times() {
      Map<String, MillisHistogram> times = new TreeMap<>();
      sample.histograms().forEach((taskClass, own) -> times.put(taskClass.id(), own));
      return times;
    }
  }

  /**
   * A set that was replaced; its numbers are in the version control's history of the file.
   *
   * @param replacedBy who did, and {@code reason} why
   */
  public record Earlier(List<String> runs, String replacedAt, String replacedBy, String reason) {}

  public Baseline {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("a baseline without runs. Expecting at least one");
    }
    runs = List.copyOf(runs);
    earlier = List.copyOf(earlier);
  }

  /** What is compared. */
  public List<RunSample> samples() {
    return runs.stream().map(Accepted::sample).toList();
  }

  /** Fingerprints of the machines that its runs were on. */
  public List<String> machines() {
    return runs.stream().map(r -> r.sample().fingerprint()).distinct().sorted().toList();
  }

  /** With more runs of the same load; a run that is in it already is refused. */
  public Baseline plus(List<Accepted> more) {
    List<Accepted> all = new ArrayList<>(runs);
    for (Accepted run : more) {
      List<String> differences = run.sample().identity().differences(identity);
      if (!differences.isEmpty()) {
        throw new IllegalArgumentException(
            "%s cannot join the baseline: %s"
                .formatted(run.sample().name(), String.join("; ", differences)));
      }
      if (all.stream().anyMatch(r -> r.sample().name().equals(run.sample().name()))) {
        throw new IllegalArgumentException(
            run.sample().name() + " is in the baseline already: each run counts once");
      }
      all.add(run);
    }
    return new Baseline(identity, all, earlier);
  }

  /** This set, replaced by another one. */
  public Baseline replacedBy(List<Accepted> others, Earlier entry) {
    List<Earlier> history = new ArrayList<>(List.of(entry));
    history.addAll(earlier);
    return new Baseline(others.get(0).sample().identity(), List.of(others.get(0)), history)
        .plus(others.subList(1, others.size()));
  }
}
