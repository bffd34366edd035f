package io.functionrunner.perf.metrics;

import java.io.IOException;

/** A scrape's body that is no metric exposition; the message names the line and the rule. */
final class ExpositionException extends IOException {
  private static final long serialVersionUID = 1L;

  ExpositionException(int line, String rule) {
    super("line " + line + ": " + rule);
  }
}
