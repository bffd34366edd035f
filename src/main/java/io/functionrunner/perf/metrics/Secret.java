package io.functionrunner.perf.metrics;

/** A value that no message, log or file may show; only {@link #value} gives it away. */
public record Secret(String value) {

  public Secret {
    if (value.isEmpty() || value.chars().anyMatch(c -> c < ' ' || c == 127)) {
      throw new IllegalArgumentException("a secret that is empty or has control characters");
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
