package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.diagnosis.Finding.Severity;
import io.functionrunner.perf.diagnosis.Finding.Span;
import io.functionrunner.perf.stats.Interval;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Something that rose all through the steady phase.
 *
 * @param subject {@code text latency}, {@code memory_utilisation{host}}
 * @param relative whether {@code perHour} is a share of the value rather than in {@code unit}
 * @param perHour Theil and Sen's slope
 * @param interval of it
 * @param p of Mann and Kendall's test
 * @param start the line's value where the phase begins, and {@code end} where it ends; in {@code
 *     unit}, of a relative drift as a multiple of the run's median
 * @param limit in {@code unit}; empty when there is none
 * @param hoursToLimit from the end of the phase on, if it goes on so; empty without a limit
 * @param leak whether it is memory, which rises beyond what the tasks in flight explain
 */
public record Drift(
    String subject,
    String unit,
    boolean relative,
    double perHour,
    Interval interval,
    double p,
    double start,
    double end,
    OptionalDouble limit,
    OptionalDouble hoursToLimit,
    boolean leak,
    Span window) {

  Finding finding() {
    return new Finding(
        Severity.WARNING,
        leak ? "Memory leak: " + subject : "Drift: " + subject + " rises",
        sentence(),
        Optional.of(window));
  }

  String sentence() {
    String text =
        relative
            ? Sentences.format(
                "%+.2g %% an hour (%.0f %% interval %.2g to %.2g; p = %.1g), from %.2f to %.2f times"
                    + " the median",
                100 * perHour,
                100 * interval.confidence(),
                100 * interval.low(),
                100 * interval.high(),
                p,
                start,
                end)
            : Sentences.format(
                "+%s %s an hour (%.0f %% interval %s to %s; p = %.1g), from %s to %s",
                Sentences.number(perHour),
                unit,
                100 * interval.confidence(),
                Sentences.number(interval.low()),
                Sentences.number(interval.high()),
                p,
                Sentences.number(start),
                Sentences.number(end));
    if (hoursToLimit.isPresent()) {
      text +=
          Sentences.format(
              "; at its limit of %s %s in %s h if it goes on",
              Sentences.number(limit.getAsDouble()),
              unit,
              Sentences.number(hoursToLimit.getAsDouble()));
    }
    return leak ? text + "; beyond what the tasks in flight explain" : text;
  }
}
