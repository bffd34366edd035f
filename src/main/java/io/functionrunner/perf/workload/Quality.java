package io.functionrunner.perf.workload;

import java.util.Locale;

/** How much work the caller asks for. */
public enum Quality {
  DRAFT,
  STANDARD,
  HIGH;

  /** As the API and files carry it: {@code draft}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
