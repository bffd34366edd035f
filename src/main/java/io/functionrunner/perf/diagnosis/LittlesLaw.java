package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.diagnosis.Finding.Severity;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Two witnesses of the tasks on the server: its gauges of queues and workers (L), and the client's
 * tasks with their times (X · R). Over any stretch, steady or not, L = X · R holds exactly when X
 * and R are taken as what overlaps the stretch (Buzen 1976; Little 1961), so a difference is one of
 * the data: other load, a queue that no metric shows, a metric that means something else.
 *
 * @param gauges tasks waiting and running by the server's metrics, on average
 * @param tasks the same by the client's tasks
 */
public record LittlesLaw(double gauges, double tasks) {

  private static final double TOLERANCE = 0.05;

  /** Gauges are read now and then: of few tasks a reading may be one off. */
  private static final double ONE_TASK = 1;

  private static final int FEWEST_POINTS = 20;

  /** Empty when one of the witnesses has nothing to say. */
  static Optional<LittlesLaw> of(Observed run) {
    OptionalDouble onServer =
        run.pace().map(p -> p.averageOnServer()).orElse(OptionalDouble.empty());
    Points waiting = Station.total(run.series("queue_depth").stream().map(run::points).toList());
    Points active = Station.total(run.series("workers_active").stream().map(run::points).toList());
    Points all = waiting.with(active, Double::sum);
    long points = run.measured().stream().mapToLong(p -> all.in(p).size()).sum();
    if (onServer.isEmpty() || points < FEWEST_POINTS) {
      return Optional.empty();
    }
    return Optional.of(
        new LittlesLaw(all.mean(run.measured()).getAsDouble(), onServer.getAsDouble()));
  }

  /** By which the gauges exceed the tasks, as a share of the tasks. */
  public double difference() {
    return tasks > 0 ? gauges / tasks - 1 : 0;
  }

  public boolean consistent() {
    return Math.abs(gauges - tasks) <= Math.max(ONE_TASK, TOLERANCE * tasks);
  }

  Optional<Finding> finding() {
    if (consistent()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
            Severity.WARNING,
            "The target's metrics and its tasks do not agree (Little's law)",
            Sentences.format(
                "%s tasks waiting and running by its gauges, %s by the times of the tasks: %+.0f %%;"
                    + " other load, a queue without a metric, or a metric that means something"
                    + " else: what follows from either alone is in doubt",
                Sentences.number(gauges), Sentences.number(tasks), 100 * difference())));
  }
}
