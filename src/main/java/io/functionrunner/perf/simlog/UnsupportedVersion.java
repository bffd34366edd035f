package io.functionrunner.perf.simlog;

import java.io.IOException;
import java.util.List;

/** The log was written by a Gatling version that this decoder was not tested with. */
public final class UnsupportedVersion extends IOException {
  private static final long serialVersionUID = 1;

  private final String version;

  UnsupportedVersion(String file, String version, List<String> known) {
    super(
        "%s: written by Gatling %s. Known are %s; --force tries all the same"
            .formatted(file, version, String.join(", ", known)));
    this.version = version;
  }

  /** The version in the log. */
  public String version() {
    return version;
  }
}
