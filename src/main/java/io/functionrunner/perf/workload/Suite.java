package io.functionrunner.perf.workload;

import java.util.List;

/** Simulations that are run one after the other, for one verdict. */
public enum Suite {
  /** What a release has to pass: everyday use, much load, a spike, all modalities. */
  STANDARD,
  /** What a change has to pass, in half the time: everyday use, and the way to the limit. */
  CI;

  /** By which durations are multiplied, unless somebody says otherwise. */
  public double timeScale() {
    return this == CI ? 0.5 : 1;
  }

  /** At full scale, in the order in which they are run. */
  public List<Profile> profiles() {
    return switch (this) {
      case STANDARD ->
          List.of(Profiles.baseline(), Profiles.highLoad(), Profiles.spike(), Profiles.mixed());
      case CI -> List.of(Profiles.baseline(), Profiles.stress());
    };
  }
}
