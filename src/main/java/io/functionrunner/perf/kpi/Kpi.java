package io.functionrunner.perf.kpi;

/**
 * A number that a run is judged or described by.
 *
 * @param id stable: files, criteria and later baselines name it so
 * @param title for people
 * @param unit {@code ms}, {@code s}, {@code tasks/s}, {@code tasks}, or {@code share} (0 to 1)
 * @param formula what exactly is computed
 * @param gates whether a verdict may rest on it
 */
public record Kpi(
    String id, String title, String unit, Direction direction, String formula, boolean gates) {

  /** Which way is better. */
  public enum Direction {
    LOWER,
    HIGHER,
    /** Describes the run, and is neither good nor bad. */
    NEITHER
  }
}
