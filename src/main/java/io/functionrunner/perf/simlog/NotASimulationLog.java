package io.functionrunner.perf.simlog;

import java.io.IOException;

/** The file holds no run that could be read; the message names the file and says why. */
public final class NotASimulationLog extends IOException {
  private static final long serialVersionUID = 1;

  NotASimulationLog(String message) {
    super(message);
  }
}
