package io.functionrunner.perf.load.settings;

/**
 * A run that must not start, with what is wrong and what would be right. Without a stack trace: the
 * reader is the person who typed the command.
 */
public final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1;

  public Refused(String message) {
    super(message, null, false, false);
  }

  /**
   * Says it and ends the process with status 1. Gatling would wrap it into two pages of stack
   * trace, in which the one sentence that matters is lost.
   */
  public void end() {
    System.err.println();
    System.err.println(getMessage());
    System.exit(1);
  }
}
