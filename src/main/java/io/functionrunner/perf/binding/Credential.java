package io.functionrunner.perf.binding;

/**
 * A header value that nobody may print. Not a record: equality and text must not depend on the
 * value.
 */
public final class Secret {
  private final String prefix;
  private final String value;

  Secret(String prefix, String value) {
    this.prefix = prefix;
    this.value = value;
  }

  /** The header value, prefix included: for the moment of the call. */
  public String reveal() {
    return prefix + value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
