package io.functionrunner.perf.injector;

import java.util.List;

/** Whether it was the injector that a run measured. */
public sealed interface InjectorHealth {

  /** What a reader should know and that condemns nothing: sentences with their numbers. */
  List<String> notes();

  /** The injector had time and room to spare. */
  record Healthy(List<String> notes) implements InjectorHealth {
    public Healthy {
      notes = List.copyOf(notes);
    }
  }

  /**
   * The injector was at a limit of its own: the run is INVALID.
   *
   * @param reasons at least one, in the order of the rules
   */
  record Saturated(List<Reason> reasons, List<String> notes) implements InjectorHealth {
    public Saturated {
      reasons = List.copyOf(reasons);
      notes = List.copyOf(notes);
    }
  }

  /** Nothing was sampled, and nothing else tells against the injector. */
  record NotMeasured(List<String> notes) implements InjectorHealth {
    public NotMeasured {
      notes = List.copyOf(notes);
    }
  }

  /**
   * One limit that the injector was at.
   *
   * @param id stable, for instance {@code injector.cpu}
   * @param text what was at its limit, as a sentence
   * @param evidence the numbers that it rests on, and what to do about it
   * @param startMillis since the load's start; where it was worst
   * @param endMillis likewise; exclusive
   */
  record Reason(String id, String text, String evidence, long startMillis, long endMillis) {}
}
