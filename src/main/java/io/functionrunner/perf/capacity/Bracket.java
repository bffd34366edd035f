package io.functionrunner.perf.capacity;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Between which loads a system's limit lies, as trials have it: there, where the fewest of them
 * contradict, being not carried below or carried above. Where several places are as good, it is the
 * lowest one.
 *
 * @param feasibleMax the largest load that is carried
 * @param infeasibleMin the least load that is not carried, above the other
 */
public record Bracket(OptionalDouble feasibleMax, OptionalDouble infeasibleMin) {

  /** Of trials in any order. */
  public static Bracket of(List<Trial> trials) {
    double[] loads =
        trials.stream().mapToDouble(Trial::tasksPerSecond).sorted().distinct().toArray();
    int best = 0;
    long fewest = Long.MAX_VALUE;
    for (int below = 0; below <= loads.length; below++) {
      double most = below == 0 ? 0 : loads[below - 1];
      long contradicting =
          trials.stream().filter(t -> t.carried() != t.tasksPerSecond() <= most).count();
      if (contradicting < fewest) {
        fewest = contradicting;
        best = below;
      }
    }
    return new Bracket(
        best == 0 ? OptionalDouble.empty() : OptionalDouble.of(loads[best - 1]),
        best == loads.length ? OptionalDouble.empty() : OptionalDouble.of(loads[best]));
  }
}
