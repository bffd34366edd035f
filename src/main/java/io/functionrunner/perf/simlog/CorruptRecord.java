package io.functionrunner.perf.simlog;

import java.io.IOException;

/** Bytes that no Gatling writes. Becomes a {@link Truncation} before anybody outside sees it. */
final class CorruptRecord extends IOException {
  private static final long serialVersionUID = 1;

  CorruptRecord(String message) {
    super(message);
  }
}
