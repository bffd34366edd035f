package io.functionrunner.perf.kpi;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How fast tasks completed through a run, whatever their mix: each is held against the usual time
 * of its class.
 *
 * @param windows of equal length, from the load's start
 * @param averageOnServer tasks created and not yet ended by the server's own times, on average over
 *     the measured phases; empty when it did not tell the times of nearly all of them
 */
public record Pace(List<Window> windows, OptionalDouble averageOnServer) {

  /** What completed in a stretch of time, by modality; none for one without any. */
  public record Window(long startMillis, long endMillis, Map<String, Times> times) {
    public Window {
      times = Map.copyOf(times);
    }

    /** Middle of the stretch, in milliseconds since the load's start. */
    public long middleMillis() {
      return (startMillis + endMillis) / 2;
    }

    /** Tasks of a modality. */
    public long count(String modality) {
      return times.containsKey(modality) ? times.get(modality).count() : 0;
    }
  }

  /**
   * Tasks of one modality.
   *
   * @param meanLog mean of ln(time / geometric mean of the run's times of its class): 0.1 is 10 %
   *     slower than usual
   * @param spreadLog standard deviation of the same; 0 for a single task
   */
  public record Times(long count, double meanLog, double spreadLog) {}

  public Pace {
    windows = List.copyOf(windows);
  }
}
