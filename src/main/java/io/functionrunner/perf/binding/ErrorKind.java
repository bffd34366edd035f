package io.functionrunner.perf.binding;

import java.util.Locale;

/** Why a call was of no use. */
public enum ErrorKind {
  /** Refused, reset, unknown host: no answer. The caller sees this, not the binding. */
  CONNECTION,
  /** No answer in time. The caller sees this, not the binding. */
  TIMEOUT,
  /** The server's own error. */
  HTTP_5XX,
  /** The server finds fault with the call. */
  HTTP_4XX,
  /** The body is not JSON, though the binding reads it as such. */
  MALFORMED,
  /** A code, a state or a missing field that the binding says nothing of. */
  UNEXPECTED,
  /** The answer sends us, with our credentials, to a host that the binding does not allow. */
  FOREIGN_HOST;

  /** The name that files carry: lower case, words joined by an underscore. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
