package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.diagnosis.Finding.Span;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.stats.RobustSpread;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Points that lie far from the median of their phase, in units of its median absolute deviation
 * (Hampel's identifier), and persist: three of five in a row. Each phase has its own median, so a
 * change of phase is none; the beginning of a phase and spikes are left out, since there everything
 * moves. Long and weak deviations show when neighbouring points are averaged first.
 */
final class AnomalySearch {

  /** Standard deviations; see docs/diagnosis.md for the false alarms that this leaves. */
  static final double FAR = 6;

  /** The same where neighbours share nothing: their averages are nearly normal. */
  static final double FAR_INDEPENDENT = 4;

  private static final int[] WIDTHS = {1, 3, 7, 13};
  private static final int OF = 5;
  private static final int PERSISTENT = 3;
  private static final int FEWEST_POINTS = 15;

  /** A series that changes as often moves in steps, and one step is no more than its noise. */
  private static final int STEPS = 6;

  /** Share of a phase in which it is still settling. */
  private static final double SETTLING = 0.1;

  private AnomalySearch() {}

  /** Of one signal, in time's order. */
  static List<Anomaly> of(Signal signal, List<Phase> phases) {
    List<Anomaly> found = new ArrayList<>();
    for (Phase phase : phases) {
      if (phase.kind() != Phase.Kind.STEADY && phase.kind() != Phase.Kind.LEVEL) {
        continue;
      }
      long settled =
          phase.startMillis() + Math.round(SETTLING * (phase.endMillis() - phase.startMillis()));
      Points raw = signal.raw().between(settled, phase.endMillis());
      Points judged = signal.judged().between(settled, phase.endMillis());
      List<Anomaly> inPhase = List.of();
      for (int width : WIDTHS) {
        if (judged.size() >= FEWEST_POINTS * width / 2 && judged.size() >= FEWEST_POINTS) {
          inPhase = strongest(inPhase, at(signal, raw, judged, width));
        }
      }
      found.addAll(inPhase);
    }
    return found;
  }

  private static List<Anomaly> at(Signal signal, Points raw, Points single, int width) {
    Points judged = Signal.smoothed(single, width);
    RobustSpread usual = RobustSpread.of(judged.values());
    double floor =
        signal.independent()
            ? signal.floor() / Math.sqrt(width)
            : Math.max(signal.floor(), step(raw, single));
    double sigma = Math.max(usual.sigma(), floor);
    double far = signal.independent() ? FAR_INDEPENDENT : FAR;
    double[] scores = new double[judged.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = signal.bad().of((judged.values()[i] - usual.median()) / sigma);
    }
    List<Anomaly> found = new ArrayList<>();
    int last = -1;
    for (int i = 0; i < scores.length; i++) {
      if (i > last && persists(scores, i, far)) {
        last = end(scores, i, far);
        found.add(anomaly(signal, raw, scores, i, last));
      }
    }
    return found;
  }

  /** The usual change from one point to the next, of those that change; 0 when few do. */
  private static double step(Points raw, Points judged) {
    double[] steps =
        IntStream.range(1, raw.size())
            .filter(i -> raw.values()[i] != raw.values()[i - 1])
            .mapToDouble(i -> Math.abs(judged.values()[i] - judged.values()[i - 1]))
            .toArray();
    return steps.length < STEPS ? 0 : RobustSpread.median(steps);
  }

  /** Whether a stretch begins here: far off, and so are three of the five from here on. */
  private static boolean persists(double[] scores, int from, double limit) {
    if (scores[from] < limit) {
      return false;
    }
    int far = 0;
    for (int i = from; i < Math.min(scores.length, from + OF); i++) {
      far += scores[i] >= limit ? 1 : 0;
    }
    return far >= PERSISTENT;
  }

  /** The last far point that is no more than two away from the one before. */
  private static int end(double[] scores, int from, double limit) {
    int last = from;
    for (int i = from; i < scores.length && i - last <= OF - PERSISTENT + 1; i++) {
      if (scores[i] >= limit) {
        last = i;
      }
    }
    return last;
  }

  private static Anomaly anomaly(Signal signal, Points raw, double[] scores, int from, int to) {
    int worst = from;
    int furthest = from;
    double usual = RobustSpread.median(raw.values());
    for (int i = from; i <= to; i++) {
      worst = scores[i] > scores[worst] ? i : worst;
      furthest = off(signal, raw, i, usual) > off(signal, raw, furthest, usual) ? i : furthest;
    }
    return new Anomaly(
        signal.name(),
        signal.group(),
        signal.unit(),
        new Span(raw.millis()[from], raw.millis()[to]),
        usual,
        raw.values()[furthest],
        scores[worst]);
  }

  private static double off(Signal signal, Points raw, int index, double usual) {
    return signal.bad().of(raw.values()[index] - usual);
  }

  /** Of two that overlap the stronger one; both of others. */
  private static List<Anomaly> strongest(List<Anomaly> one, List<Anomaly> other) {
    List<Anomaly> all = new ArrayList<>(one);
    for (Anomaly candidate : other) {
      List<Anomaly> rivals =
          all.stream().filter(a -> overlap(a.window(), candidate.window())).toList();
      if (rivals.stream().allMatch(a -> a.score() < candidate.score())) {
        all.removeAll(rivals);
        all.add(candidate);
      }
    }
    return all;
  }

  static boolean overlap(Span a, Span b) {
    return a.startMillis() <= b.endMillis() && b.startMillis() <= a.endMillis();
  }
}
