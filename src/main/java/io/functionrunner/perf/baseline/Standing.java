package io.functionrunner.perf.baseline;

import java.util.Collection;
import java.util.List;

/** Whether runs may be compared, and whether the outcome may decide. */
public sealed interface Standing {

  /** In words, for people; empty when there is nothing to say. */
  String reason();

  /** Not the same tasks: numbers beside each other would mean nothing. */
  record Refused(String reason) implements Standing {}

  /** Compared and shown, but it decides nothing. */
  record Informational(String reason) implements Standing {}

  /**
   * It decides.
   *
   * @param machine variance that another machine may bring; 0 for the same one
   */
  record Gating(String reason, double machine) implements Standing {}

  /**
   * Another machine may make every task of the sandbox slower or faster by about as much, as a
   * standard deviation: its service times are waits, and only what lies between them is computed.
   */
  double OTHER_MACHINE = 0.03;

  /**
   * Of a run against accepted ones.
   *
   * @param machines fingerprints of the machines on which the accepted ones ran
   * @param machine that of the new run
   * @param anyEnvironment whether the user wants another environment to decide too
   */
  static Standing of(
      Identity baseline,
      Collection<String> machines,
      Identity run,
      String machine,
      boolean anyEnvironment) {
    List<String> differences = run.differences(baseline);
    if (!differences.isEmpty()) {
      return new Refused(String.join("; ", differences));
    }
    double other = OTHER_MACHINE * OTHER_MACHINE;
    if (!run.environment().equals(baseline.environment())) {
      String reason =
          "another environment: %s, the baseline is of %s"
              .formatted(run.environment(), baseline.environment());
      return anyEnvironment ? new Gating(reason, other) : new Informational(reason);
    }
    if (machines.contains(machine)) {
      return new Gating("", 0);
    }
    String reason =
        "another injector: %s, the baseline was measured from %s"
            .formatted(machine, String.join(", ", machines));
    return run.isSandbox() || anyEnvironment
        ? new Gating(reason, other)
        : new Informational(reason);
  }
}
