package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.stats.MillisHistogram;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.Share;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** One line every few seconds: phase, time left, users, tasks in flight, p95, errors. */
final class Progress {

  static final String WARM_UP = "warm-up";
  static final String DRAIN = "drain";

  private final Share share;
  private final Profile profile;
  private final Counters counters;
  private final LongSupplier sinceStartMillis;
  private final PrintStream out;

  /**
   * @param sinceStartMillis negative before the load's start
   */
  Progress(Share share, Counters counters, LongSupplier sinceStartMillis, PrintStream out) {
    this.share = share;
    this.profile = share.profile();
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
        "%s  %-9s %s | users %d | tasks %d submitted, %d in flight | p95 %s | errors %d (%.1f %%)%s",
        clock(since),
        phase(profile, since),
        left(since),
        share.usersAt(since),
        tasks.submitted(),
        tasks.inFlight(),
        recent.count() == 0 ? "-" : seconds(recent.quantile(0.95)),
        errors,
        tasks.submitted() == 0 ? 0.0 : 100.0 * errors / tasks.submitted(),
        tasks.rejected() == 0 ? "" : " | rejected " + tasks.rejected());
  }

  /** Name of the phase at {@code since} the load's start. */
  static String phase(Profile profile, long since) {
    return since < 0
        ? WARM_UP
        : profile.phases().stream()
            .filter(phase -> phase.contains(since))
            .map(Phase::name)
            .findFirst()
            .orElse(DRAIN);
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
