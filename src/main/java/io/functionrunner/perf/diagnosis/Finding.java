package io.functionrunner.perf.diagnosis;

import java.util.Optional;

/**
 * Something worth a reader's attention.
 *
 * @param evidence the numbers that it rests on
 * @param window when; empty for the whole run
 */
public record Finding(Severity severity, String title, String evidence, Optional<Span> window) {

  /** How much it matters. */
  public enum Severity {
    INFO,
    WARNING,
    CRITICAL
  }

  /** From, to: milliseconds since the load's start. */
  public record Span(long startMillis, long endMillis) {}

  /** One of the whole run. */
  public static Finding of(Severity severity, String title, String evidence) {
    return new Finding(severity, title, evidence, Optional.empty());
  }
}
