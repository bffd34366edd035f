package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.diagnosis.Finding.Span;

/**
 * One series that left its usual range for a while.
 *
 * @param series its name
 * @param group what it is about
 * @param usual median of the phase
 * @param extreme the value furthest off
 * @param score how many standard deviations off that is, by the phase's own median deviation
 */
public record Anomaly(
    String series,
    String group,
    String unit,
    Span window,
    double usual,
    double extreme,
    double score) {

  String sentence() {
    return Sentences.format(
        "%s %s, usually %s (%.0f σ)",
        series,
        (Sentences.number(extreme) + " " + unit).strip(),
        Sentences.number(usual),
        Math.min(score, 999));
  }
}
