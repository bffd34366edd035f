package io.functionrunner.perf.capacity;

import java.util.OptionalDouble;

/**
 * What a step of a search came to.
 *
 * @param tasksPerSecond load that was decided for it
 * @param limit load of the mix at which the modality that was at its limit is so, by what was
 *     completed of it; empty where none was
 */
public record Trial(double tasksPerSecond, boolean carried, OptionalDouble limit) {

  /** One that tells nothing but this. */
  public Trial(double tasksPerSecond, boolean carried) {
    this(tasksPerSecond, carried, OptionalDouble.empty());
  }
}
