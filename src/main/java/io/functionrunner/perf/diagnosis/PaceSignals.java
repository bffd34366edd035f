package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.diagnosis.Signal.Bad;
import io.functionrunner.perf.kpi.Pace;
import io.functionrunner.perf.stats.RobustSpread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** How long tasks took, as signals: latency by modality, and how uneven it was. */
final class PaceSignals {

  /** A variance below this is taken for it: its logarithm would be noise. */
  private static final double TINY = 0.01;

  private final List<Signal> all = new ArrayList<>();

  private PaceSignals() {}

  /** By modality, and of all together. */
  static List<Signal> of(List<Pace.Window> windows) {
    PaceSignals signals = new PaceSignals();
    TreeSet<String> modalities = new TreeSet<>();
    windows.forEach(w -> modalities.addAll(w.times().keySet()));
    Map<String, Double> usual = new TreeMap<>();
    double all = 0;
    for (String modality : modalities) {
      double own =
          windows.stream().mapToLong(w -> w.count(modality)).sum() / (double) windows.size();
      all += own;
      List<List<Pace.Window>> groups = Windows.grouped(windows, own);
      double[] spreads =
          groups.stream()
              .mapToDouble(w -> pooled(w, modality).spread())
              .filter(s -> s > 0)
              .toArray();
      if (spreads.length > 0) {
        usual.put(modality, RobustSpread.median(spreads));
        signals.latency(modality, groups, usual.get(modality));
      }
    }
    if (!usual.isEmpty()) {
      signals.spread(Windows.grouped(windows, all), usual);
    }
    return signals.all;
  }

  /** How slow: by what so many tasks of this spread leave to chance. */
  private void latency(String modality, List<List<Pace.Window>> windows, double spread) {
    Points ratio = paces(windows, w -> Math.exp(pooled(w, modality).mean()));
    Points slow =
        paces(
            windows,
            w -> {
              Pooled own = pooled(w, modality);
              return own.mean() * Math.sqrt(own.count()) / spread;
            });
    all.add(new Signal(modality + " latency", "latency", "× usual", ratio, slow, 1, true, Bad.UP));
  }

  /**
   * How uneven times are, of all modalities together: the variance within each, in units of its
   * usual one. Jitter that leaves the median as it was shows here and nowhere else.
   */
  private void spread(List<List<Pace.Window>> windows, Map<String, Double> usual) {
    Points uneven = paces(windows, w -> Math.sqrt(variance(w, usual)));
    Points judged =
        paces(
            windows,
            w -> {
              double freedom = usual.keySet().stream().mapToDouble(m -> freedom(w, m)).sum();
              // The standard deviation of n normal values has a standard error of σ / √(2 (n − 1)).
              return Math.log(Math.max(variance(w, usual), TINY)) / 2 * Math.sqrt(2 * freedom);
            });
    all.add(new Signal("latency spread", "latency", "× usual", uneven, judged, 1, true, Bad.UP));
  }

  private static double variance(List<Pace.Window> windows, Map<String, Double> usual) {
    double squares = 0;
    double freedom = 0;
    for (Map.Entry<String, Double> own : usual.entrySet()) {
      double spread = pooled(windows, own.getKey()).spread() / own.getValue();
      squares += freedom(windows, own.getKey()) * spread * spread;
      freedom += freedom(windows, own.getKey());
    }
    return freedom == 0 ? 1 : squares / freedom;
  }

  private static double freedom(List<Pace.Window> windows, String modality) {
    return Math.max(0, pooled(windows, modality).count() - 1);
  }

  private record Pooled(double count, double mean, double spread) {}

  private static Pooled pooled(List<Pace.Window> windows, String modality) {
    double n = 0;
    double sum = 0;
    double squares = 0;
    for (Pace.Window window : windows) {
      Pace.Times own = window.times().get(modality);
      if (own != null) {
        n += own.count();
        sum += own.count() * own.meanLog();
        squares +=
            (own.count() - 1) * own.spreadLog() * own.spreadLog()
                + own.count() * own.meanLog() * own.meanLog();
      }
    }
    if (n == 0) {
      return new Pooled(0, 0, 0);
    }
    double mean = sum / n;
    double variance = n < 2 ? 0 : Math.max(0, squares - n * mean * mean) / (n - 1);
    return new Pooled(n, mean, Math.sqrt(variance));
  }

  private static Points paces(
      List<List<Pace.Window>> windows, ToDoubleFunction<List<Pace.Window>> value) {
    return new Points(
        windows.stream()
            .mapToLong(w -> (w.get(0).startMillis() + w.get(w.size() - 1).endMillis()) / 2)
            .toArray(),
        windows.stream().mapToDouble(value).toArray());
  }
}
