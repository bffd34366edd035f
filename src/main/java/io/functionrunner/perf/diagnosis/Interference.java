package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.kpi.ClassTasks;
import io.functionrunner.perf.kpi.TaskClass;
import io.functionrunner.perf.kpi.TaskSummary;
import io.functionrunner.perf.stats.Interval;
import io.functionrunner.perf.stats.MillisHistogram;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * What the company of other tasks does to one class: its times in this run against those in another
 * one, where it ran with less beside it.
 *
 * @param ratio of the geometric means of the times, this run's to the other's
 * @param interval of the ratio, from the batches of both runs
 * @param medianSeconds here, and {@code otherMedianSeconds} there, both at full time scale
 * @param queueShare of the added mean time, the part spent in queues; empty when nothing was added
 *     or the server does not tell
 */
public record Interference(
    TaskClass taskClass,
    double ratio,
    Interval interval,
    double medianSeconds,
    double otherMedianSeconds,
    OptionalDouble queueShare) {

  private static final double CONFIDENCE = 0.99;

  /** A difference below this is none that matters. */
  private static final double MATTERS = 0.05;

  private static final int FEWEST_BATCHES = 5;

  /** Whether it is slower here, beyond chance and by an amount that matters. */
  public boolean slower() {
    return interval.low() > 1 + MATTERS;
  }

  /** Whether any difference that matters is ruled out. */
  public boolean same() {
    return interval.low() > 1 - MATTERS && interval.high() < 1 + MATTERS;
  }

  /**
   * Of every class that both runs have in numbers.
   *
   * @param speed of this run, and {@code otherSpeed} of the other
   */
  public static List<Interference> between(
      TaskSummary here, double speed, TaskSummary other, double otherSpeed) {
    List<Interference> found = new ArrayList<>();
    for (ClassTasks own : here.classes()) {
      other.classes().stream()
          .filter(c -> c.taskClass().equals(own.taskClass()))
          .findFirst()
          .flatMap(there -> of(own, speed, there, otherSpeed))
          .ifPresent(found::add);
    }
    return found;
  }

  private static Optional<Interference> of(
      ClassTasks own, double speed, ClassTasks there, double otherSpeed) {
    SummaryStatistics here = batchMeans(own);
    SummaryStatistics alone = batchMeans(there);
    if (here.getN() < FEWEST_BATCHES || alone.getN() < FEWEST_BATCHES) {
      return Optional.empty();
    }
    double difference = here.getMean() - alone.getMean() + Math.log(speed / otherSpeed);
    double error = Math.sqrt(here.getVariance() / here.getN() + alone.getVariance() / alone.getN());
    double freedom = Math.min(here.getN(), alone.getN()) - 1.0;
    double half =
        new TDistribution(null, freedom).inverseCumulativeProbability((1 + CONFIDENCE) / 2) * error;
    return Optional.of(
        new Interference(
            own.taskClass(),
            Math.exp(difference),
            new Interval(Math.exp(difference - half), Math.exp(difference + half), CONFIDENCE),
            seconds(own.fromSubmit().all(), speed),
            seconds(there.fromSubmit().all(), otherSpeed),
            queueShare(own, speed, there, otherSpeed)));
  }

  private static double seconds(MillisHistogram times, double speed) {
    return times.quantile(.5) * speed / 1000;
  }

  private static OptionalDouble queueShare(
      ClassTasks own, double speed, ClassTasks there, double otherSpeed) {
    if (own.queue().isEmpty() || there.queue().isEmpty()) {
      return OptionalDouble.empty();
    }
    double queue = own.queue().mean() * speed - there.queue().mean() * otherSpeed;
    double run = own.run().mean() * speed - there.run().mean() * otherSpeed;
    return queue + run > 0
        ? OptionalDouble.of(Math.max(0, Math.min(1, queue / (queue + run))))
        : OptionalDouble.empty();
  }

  /** Mean of ln(time) of each batch: neighbours depend on each other, batches hardly. */
  private static SummaryStatistics batchMeans(ClassTasks tasks) {
    SummaryStatistics means = new SummaryStatistics();
    tasks.fromSubmit().batches().stream()
        .flatMap(Collection::stream)
        .filter(batch -> !batch.isEmpty())
        .forEach(batch -> means.addValue(meanLog(batch)));
    return means;
  }

  private static double meanLog(MillisHistogram times) {
    double[] sum = {0};
    times.forEach((millis, count) -> sum[0] += count * Math.log(Math.max(1, millis)));
    return sum[0] / times.count();
  }

  /** As a sentence, without the other run's name. */
  public String sentence() {
    String numbers =
        Sentences.format(
            "%.2f times as long (%.2f to %.2f): median %s s, there %s s",
            ratio,
            interval.low(),
            interval.high(),
            Sentences.number(medianSeconds),
            Sentences.number(otherMedianSeconds));
    if (same()) {
      return "no slower: " + numbers;
    }
    if (!slower()) {
      return "not clear: " + numbers;
    }
    return queueShare.isPresent()
        ? "slower: "
            + numbers
            + Sentences.format(
                "; %.0f %% of the added time is spent in its queue, %.0f %% in its work",
                100 * queueShare.getAsDouble(), 100 - 100 * queueShare.getAsDouble())
        : "slower: " + numbers;
  }
}
