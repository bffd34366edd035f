package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.kpi.ClassTasks;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;

/** Tasks per second of the measured phases, by the client's count. */
final class Rates {

  private final Observed run;

  Rates(Observed run) {
    this.run = run;
  }

  /**
   * Completed in measured phases, whenever submitted.
   *
   * @param pool a modality; of any other name, all tasks
   */
  OptionalDouble completed(String pool) {
    if (run.tasks().isEmpty()) {
      return OptionalDouble.empty();
    }
    // By modality only those windows tell that lie in measured phases.
    double all = run.tasks().get().completions();
    if (!modality(pool)) {
      return perSecond(all);
    }
    double own = inWindows(pool);
    double every =
        run.tasks().get().classes().stream()
            .map(c -> c.taskClass().modality())
            .distinct()
            .mapToDouble(this::inWindows)
            .sum();
    return perSecond(every > 0 ? all * own / every : 0);
  }

  /** Submitted in measured phases. */
  OptionalDouble offered(String pool) {
    return run.tasks().isEmpty()
        ? OptionalDouble.empty()
        : perSecond(count(pool, c -> c.counts().submitted()));
  }

  private double count(String pool, ToLongFunction<ClassTasks> counted) {
    List<ClassTasks> classes = run.tasks().orElseThrow().classes();
    boolean own = modality(pool);
    return classes.stream()
        .filter(c -> !own || c.taskClass().modality().equals(pool))
        .mapToLong(counted)
        .sum();
  }

  private boolean modality(String pool) {
    return run.tasks().orElseThrow().classes().stream()
        .anyMatch(c -> c.taskClass().modality().equals(pool));
  }

  private double inWindows(String modality) {
    return run.pace().stream()
        .flatMap(pace -> pace.windows().stream())
        .filter(w -> run.measured().stream().anyMatch(p -> p.contains(w.middleMillis())))
        .mapToLong(w -> w.count(modality))
        .sum();
  }

  private OptionalDouble perSecond(double count) {
    double seconds = run.measuredSeconds();
    return seconds > 0 ? OptionalDouble.of(count / seconds) : OptionalDouble.empty();
  }
}
