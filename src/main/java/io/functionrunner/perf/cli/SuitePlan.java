package io.functionrunner.perf.cli;

import io.functionrunner.perf.sandbox.SandboxOptions;
import io.functionrunner.perf.workload.Durations;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a suite will run, and how long that takes.
 *
 * @param target as given, or the sandbox
 * @param coolDown between two runs
 * @param reruns how often an INCONCLUSIVE run is run again at most
 */
record SuitePlan(String suite, String target, List<Step> steps, Duration coolDown, int reruns) {

  private static final String SANDBOX = "sandbox.";

  /** For Maven's start, warm-up, the drain and the reports: an allowance, not a measurement. */
  private static final Duration AROUND = Duration.ofSeconds(30);

  /**
   * One run.
   *
   * @param load how long tasks are submitted
   */
  record Step(String simulation, Map<String, String> settings, Duration load) {}

  SuitePlan {
    steps = List.copyOf(steps);
  }

  /**
   * Of a suite.
   *
   * @param settings for every run; they outweigh the suite's own
   * @param coolDown at full scale; where time runs faster it is as much shorter
   * @throws IllegalArgumentException when a setting that the plan rests on is not legal
   */
  static SuitePlan of(Suite suite, Map<String, String> settings, Duration coolDown, int reruns) {
    double speed = settings.containsKey("target") ? 1 : sandboxSpeed(settings);
    List<Step> steps = new ArrayList<>();
    for (Profile profile : suite.profiles()) {
      Map<String, String> all = new LinkedHashMap<>();
      all.put("timeScale", Double.toString(suite.timeScale()));
      all.putAll(settings);
      steps.add(new Step(profile.name(), all, load(profile, all, speed)));
    }
    return new SuitePlan(
        suite.name().toLowerCase(Locale.ROOT),
        settings.getOrDefault("target", "the sandbox"),
        steps,
        millis(coolDown.toMillis() / speed),
        reruns);
  }

  /**
   * How long a simulation submits tasks.
   *
   * @param speed by which time runs faster
   * @throws IllegalArgumentException when a setting that says so is not legal
   */
  static Duration load(Profile profile, Map<String, String> settings, double speed) {
    double full =
        settings.containsKey("duration")
            ? legal("duration", settings).toMillis()
            : profile.durationMillis();
    return millis(full * scale(settings.getOrDefault("timeScale", "1")) / speed);
  }

  private static double sandboxSpeed(Map<String, String> settings) {
    Map<String, String> own = new LinkedHashMap<>();
    settings.forEach(
        (name, value) -> {
          if (name.startsWith(SANDBOX)) {
            own.put(name.substring(SANDBOX.length()), value);
          }
        });
    return SandboxOptions.parse(own).speed();
  }

  private static Duration legal(String name, Map<String, String> settings) {
    try {
      return Durations.parse(settings.get(name));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "-D%s=%s: %s. Expecting 90s, 5m, 1h30m"
              .formatted(name, settings.get(name), e.getMessage()),
          e);
    }
  }

  private static double scale(String text) {
    double scale = Double.NaN;
    try {
      scale = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      // Said below, with what would be right.
    }
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException(
          "-DtimeScale=%s: expecting a number above 0".formatted(text));
    }
    return scale;
  }

  private static Duration millis(double millis) {
    return Duration.ofMillis(Math.round(millis));
  }

  /** How long all of it takes, when no queue has to be waited for. */
  Duration budget() {
    return steps.stream()
        .map(step -> step.load.plus(AROUND))
        .reduce(coolDown.multipliedBy(steps.size() - 1L), Duration::plus);
  }

  /** The same when every run is run again as often as it may be. */
  Duration budgetWithReruns() {
    return budget().multipliedBy(1L + reruns).plus(coolDown.multipliedBy(reruns));
  }

  /** For people, before it starts. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "Suite %s against %s: %d runs, about %s%n"
            .formatted(suite, target, steps.size(), Durations.text(budget())));
    for (Step step : steps) {
      text.append("  %-14s %s of load%n".formatted(step.simulation, Durations.text(step.load)));
    }
    if (reruns > 0) {
      text.append(
          "  a run that is INCONCLUSIVE against its baseline is run again, up to %s: %s at most%n"
              .formatted(
                  reruns == 1 ? "once" : reruns + " times", Durations.text(budgetWithReruns())));
    }
    return text.append(
            "  %s between two runs; then each waits until the target's queue is empty, where its depth is known (-Dqueue.wait)%n"
                .formatted(Durations.text(coolDown)))
        .toString();
  }
}
