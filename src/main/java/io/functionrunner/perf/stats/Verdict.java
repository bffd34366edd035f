package io.functionrunner.perf.stats;

/** What is said of a run or of one of its criteria. */
public enum Verdict {
  /** Within every limit, as far as the run can tell. */
  PASS(0),
  /** Beyond a limit, and not by chance. */
  FAIL(2),
  /** Beyond a limit, but chance alone could explain it; or nothing could be judged. */
  INCONCLUSIVE(3),
  /** The measurement itself is not to be trusted: nothing is said of the system. */
  INVALID(4);

  private final int exitCode;

  Verdict(int exitCode) {
    this.exitCode = exitCode;
  }

  /** Status with which the command line ends; 1 is left to failures of the tool itself. */
  public int exitCode() {
    return exitCode;
  }
}
