package io.functionrunner.perf.binding;

/**
 * The value of a header that proves who calls, which nobody may print. Not a record: equality and
 * text must not depend on the value.
 */
public final class Credential {
  private final String prefix;
  private final String value;

  Credential(String prefix, String value) {
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
