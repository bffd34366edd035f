package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.kpi.TaskSummary;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers of a diagnosis as people read them. */
final class Sentences {

  private Sentences() {}

  static String evidence(ResourceUse use, boolean queueKnown) {
    StringBuilder text = new StringBuilder();
    text.append(
        format(
            "%.0f %% of %s %s busy, and saturated for %.0f %% of the measured time",
            100 * use.utilisation(),
            number(use.servers()),
            use.serverWord(),
            100 * use.saturatedShare()));
    if (use.waitingAverage().isPresent()) {
      text.append(
          format(
              "; %s waiting on average, %s at most",
              number(use.waitingAverage().getAsDouble()), number(use.waitingPeak().orElse(0))));
    }
    if (use.growthPerSecond() > 0) {
      text.append(format("; what cannot go on grew by %s tasks/s", number(use.growthPerSecond())));
    }
    if (use.demandSeconds().isPresent() && use.capacityPerSecond().isPresent()) {
      text.append(
          format(
              "; %s s of one a task, so at most %s tasks/s, and %s were offered",
              number(use.demandSeconds().getAsDouble()),
              number(use.capacityPerSecond().getAsDouble()),
              number(use.offeredPerSecond().orElse(0))));
    }
    if (use.saturated().isPresent() && use.drained() && use.growthPerSecond() == 0) {
      text.append("; the queue drained again");
    }
    if (!queueKnown) {
      text.append("; a busy share only: no metric tells who waits for it");
    }
    return text.toString();
  }

  static String fullQueue(TaskSummary tasks, OptionalDouble average, OptionalDouble peak) {
    StringBuilder text = new StringBuilder();
    text.append(
        format(
            "%,d submissions refused, %,d of %,d tasks for good",
            tasks.refusals(), tasks.conservation().rejected(), tasks.conservation().submitted()));
    if (peak.isPresent()) {
      text.append(
          format(
              "; at most %s tasks were waiting (its limit, as far as it shows), %s on average",
              number(peak.getAsDouble()), number(average.orElse(0))));
    }
    return text.toString();
  }

  /** Three significant digits. */
  static String number(double value) {
    if (Math.abs(value) >= 100) {
      return format("%,.0f", value);
    }
    if (value == Math.rint(value)) {
      return format("%.0f", value);
    }
    return format(Math.abs(value) >= 10 ? "%.1f" : Math.abs(value) >= 0.1 ? "%.2f" : "%.2g", value);
  }

  static String percent(double share) {
    return format(Math.abs(share) < 0.1 ? "%.1f %%" : "%.0f %%", 100 * share);
  }

  static String seconds(long millis) {
    return number(millis / 1000.0) + " s";
  }

  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
