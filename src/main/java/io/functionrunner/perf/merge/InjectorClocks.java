package io.functionrunner.perf.merge;

import io.functionrunner.perf.kpi.ClockInterval;
import io.functionrunner.perf.run.InjectorRun.ClockCorrection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far apart the clocks of several injectors were, seen from the target that they share: each
 * injector's tasks bound how far the target's clock is ahead of its own, and injectors whose bounds
 * have an instant in common may have one clock. The largest such group is taken for right (Marzullo
 * 1984, "Maintaining the Time in a Distributed System", as NTP does), so that one clock that is off
 * does not move all others; the rest is brought to it.
 */
final class InjectorClocks {

  private InjectorClocks() {}

  /**
   * What corrects each injector's times, in the order given: 0 for those that may have one clock,
   * and empty for those of which no bounds are known.
   */
  static List<Optional<ClockCorrection>> corrections(List<Optional<ClockInterval>> targetAhead) {
    Optional<ClockInterval> common =
        common(targetAhead.stream().flatMap(Optional::stream).toList());
    return targetAhead.stream()
        .map(bounds -> bounds.map(own -> correction(own, common.orElseThrow())))
        .toList();
  }

  private static ClockCorrection correction(ClockInterval own, ClockInterval common) {
    long low = own.lowMillis() - common.highMillis();
    long high = own.highMillis() - common.lowMillis();
    boolean mayBeOne = low <= 0 && high >= 0;
    long offset = mayBeOne ? 0 : Math.round((low + high) / 2.0);
    return new ClockCorrection(offset, (double) Math.max(high - offset, offset - low));
  }

  /** What the bounds of the largest group have in common; of several groups the first's. */
  private static Optional<ClockInterval> common(List<ClockInterval> all) {
    List<ClockInterval> largest = List.of();
    // The common part of any group begins where the bounds of one of its members do.
    for (ClockInterval begins : all) {
      List<ClockInterval> group = new ArrayList<>();
      for (ClockInterval other : all) {
        if (other.lowMillis() <= begins.lowMillis() && other.highMillis() >= begins.lowMillis()) {
          group.add(other);
        }
      }
      if (group.size() > largest.size()) {
        largest = group;
      }
    }
    return largest.stream()
        .reduce(
            (a, b) ->
                new ClockInterval(
                    Math.max(a.lowMillis(), b.lowMillis()),
                    Math.min(a.highMillis(), b.highMillis())));
  }
}
