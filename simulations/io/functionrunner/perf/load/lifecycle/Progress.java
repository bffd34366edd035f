package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.stats.MillisHistogram;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.Share;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** One line every few seconds: phase, time left, users, tasks in flight, p95, errors. */
final class Progress {

  static final String WARM_UP = "warm-up";
  static final String DRAIN = "drain";

  private final Share share;
  private final Profile profile;
  private final Supplier<List<Phase>> phases;
  private final Counters counters;
  private final LongSupplier sinceStartMillis;
  private final PrintStream out;

  /**
   * @param phases as far as they are known
   * @param sinceStartMillis negative before the load's start
   */
  Progress(
      Share share,
      Supplier<List<Phase>> phases,
      Counters counters,
      LongSupplier sinceStartMillis,
      PrintStream out) {
    this.share = share;
    this.profile = share.profile();
    this.phases = phases;
    this.counters = counters;
    this.sinceStartMillis = sinceStartMillis;
    this.out = out;
  }

  void print() {
    out.println(line());
  }

  String line() {
    long since = sinceStartMillis.getAsLong();
    if (since < 0) {
      return WARM_UP;
    }
    Conservation tasks = counters.soFar();
    MillisHistogram recent = counters.takeRecent();
    long errors = tasks.failed() + tasks.timedOut();
    return String.format(
        Locale.ROOT,
        "%s  %-9s %s | %s | tasks %d submitted, %d in flight | p95 %s | errors %d (%.1f %%)%s",
        clock(since),
        phase(phases.get(), since),
        left(since),
        load(since),
        tasks.submitted(),
        tasks.inFlight(),
        recent.count() == 0 ? "-" : seconds(recent.quantile(0.95)),
        errors,
        tasks.submitted() == 0 ? 0.0 : 100.0 * errors / tasks.submitted(),
        tasks.rejected() == 0 ? "" : " | rejected " + tasks.rejected());
  }

  /** Name of the phase at {@code since} the load's start. */
  static String phase(List<Phase> phases, long since) {
    return since < 0
        ? WARM_UP
        : phases.stream()
            .filter(phase -> phase.contains(since))
            .map(Phase::name)
            .findFirst()
            .orElse(DRAIN);
  }

  private String load(long since) {
    if (profile.search().isEmpty()) {
      return "users " + share.usersAt(since);
    }
    double load =
        phases.get().stream()
            .filter(phase -> phase.contains(since) && phase.tasksPerSecond() != null)
            .mapToDouble(Phase::tasksPerSecond)
            .sum();
    return String.format(Locale.ROOT, "load %.2f tasks/s", load);
  }

  private String left(long since) {
    long left = profile.durationMillis() - since;
    return left <= 0 ? "waiting for tasks" : clock(left) + " left";
  }

  private static String clock(long millis) {
    long seconds = Math.round(millis / 1000.0);
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.2f s", millis / 1000.0);
  }
}
