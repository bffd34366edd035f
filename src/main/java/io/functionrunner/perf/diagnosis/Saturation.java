package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.diagnosis.Finding.Span;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.stats.Trend;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * When a station was saturated: all of its servers busy, and somebody waiting, in three of five
 * points in a row.
 *
 * @param share of the measured phases without spikes: a spike is meant to saturate
 * @param spikeShare of the spikes
 * @param window from the first to the last saturated point of a measured phase
 * @param growthPerSecond of the backlog in the window, 0 when chance could explain it
 * @param growth tasks that it grew by in the window, by that slope
 * @param drained whether the backlog at the end of the measured phases is a small part of its peak
 */
record Saturation(
    double share,
    double spikeShare,
    Optional<Span> window,
    double growthPerSecond,
    double growth,
    boolean drained) {

  /** Not 1: with 100 workers one is between two tasks now and then. */
  static final double FULL = 0.95;

  private static final int OF = 5;
  private static final int PERSISTENT = 3;
  private static final int BATCHES = 20;
  private static final int FEWEST_BATCHES = 6;
  private static final double CONFIDENCE = 0.99;
  private static final double CHANCE = 0.001;
  private static final double TAIL = 0.05;
  private static final double LEFT = 0.2;

  static Saturation of(Station station, Observed run) {
    Points full =
        station
            .waiting()
            .map(w -> station.utilisation().with(w, (u, n) -> u >= FULL && n >= 1 ? 1 : 0))
            .orElseGet(
                () ->
                    station.utilisation().with(station.utilisation(), (u, v) -> u >= FULL ? 1 : 0));
    Points steady = persistent(full);
    List<Phase> spikes = run.measured().stream().filter(p -> p.kind() == Phase.Kind.SPIKE).toList();
    List<Phase> others = run.measured().stream().filter(p -> p.kind() != Phase.Kind.SPIKE).toList();
    Optional<Span> window = window(steady, run.measured());
    Optional<Trend> trend = window.flatMap(w -> trend(station.backlog(), w));
    double slope =
        trend
            .filter(t -> t.p() < CHANCE && t.slopeInterval().low() > 0)
            .map(Trend::slope)
            .orElse(0.0);
    double seconds = window.map(w -> (w.endMillis() - w.startMillis()) / 1000.0).orElse(0.0);
    return new Saturation(
        steady.mean(others).orElse(0),
        steady.mean(spikes).orElse(0),
        window,
        slope,
        slope * seconds,
        drained(station.backlog(), run.measured()));
  }

  private static Points persistent(Points full) {
    double[] values = new double[full.size()];
    for (int i = 0; i < values.length; i++) {
      int from = Math.max(0, Math.min(i - OF / 2, values.length - OF));
      double sum = Arrays.stream(full.values(), from, Math.min(values.length, from + OF)).sum();
      values[i] = sum >= PERSISTENT ? 1 : 0;
    }
    return new Points(full.millis(), values);
  }

  private static Optional<Span> window(Points saturated, List<Phase> phases) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (Phase phase : phases) {
      Points part = saturated.in(phase);
      for (int i = 0; i < part.size(); i++) {
        if (part.values()[i] > 0) {
          first = Math.min(first, part.millis()[i]);
          last = Math.max(last, part.millis()[i]);
        }
      }
    }
    return first < last ? Optional.of(new Span(first, last)) : Optional.empty();
  }

  private static Optional<Trend> trend(Points backlog, Span window) {
    Points batches = backlog.batches(window.startMillis(), window.endMillis() + 1, BATCHES);
    if (batches.size() < FEWEST_BATCHES) {
      return Optional.empty();
    }
    double[] seconds = Arrays.stream(batches.millis()).mapToDouble(m -> m / 1000.0).toArray();
    return Optional.of(Trend.ofIndependent(seconds, batches.values(), CONFIDENCE));
  }

  private static boolean drained(Points backlog, List<Phase> phases) {
    if (phases.isEmpty()) {
      return true;
    }
    Phase last = phases.get(phases.size() - 1);
    long length = last.endMillis() - last.startMillis();
    long tail = last.endMillis() - Math.round(TAIL * length);
    double left = backlog.between(tail, last.endMillis()).mean().orElse(0);
    double peak = phases.stream().mapToDouble(p -> backlog.in(p).max().orElse(0)).max().orElse(0);
    return left <= LEFT * peak;
  }
}
