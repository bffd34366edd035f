package io.functionrunner.perf.injector;

import io.functionrunner.perf.injector.InjectorHealth.Reason;
import io.functionrunner.perf.metrics.Readings;
import io.functionrunner.perf.run.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Judges a run's injector. Only what is the injector's own condemns: its process at its allowance,
 * its heap, its descriptors, its event loops and its schedule. A busy machine alone does not:
 * beside a sandbox it always is one, and as long as the event loops are on time no number suffers.
 */
public final class HealthRules {

  private static final double BUSY_MACHINE = .90;

  private final HealthEvidence evidence;
  private final Thresholds limits;
  private final List<Reason> reasons = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private HealthRules(HealthEvidence evidence, Thresholds limits) {
    this.evidence = evidence;
    this.limits = limits;
  }

  /** Applies all rules. */
  public static InjectorHealth judge(HealthEvidence evidence, Thresholds limits) {
    HealthRules rules = new HealthRules(evidence, limits);
    evidence.samples().ifPresent(rules::samples);
    rules.schedule();
    rules.errors();
    if (!rules.reasons.isEmpty()) {
      return new InjectorHealth.Saturated(rules.reasons, rules.notes);
    }
    if (rules.all(InjectorMetric.CPU_SHARE).measuredMillis() == 0) {
      rules.notes.add("no samples of the injector in " + InjectorSampler.FILE);
      return new InjectorHealth.NotMeasured(rules.notes);
    }
    return new InjectorHealth.Healthy(rules.notes);
  }

  private void samples(Readings samples) {
    notes.addAll(samples.notices());
    cpu();
    sustained(
        InjectorMetric.GC_PAUSE_SHARE,
        limits.gcPauseShare(),
        1,
        "injector.gc",
        "garbage collection stopped the injector",
        "give it more heap (-Xmx)");
    sustained(
        InjectorMetric.HEAP_AFTER_GC_SHARE,
        limits.heapAfterGcShare(),
        limits.leastCollections(),
        "injector.heap",
        "the injector's heap was full after collections",
        "give it more heap (-Xmx)");
    descriptors();
    eventLoops();
  }

  private void cpu() {
    boolean own =
        sustained(
            InjectorMetric.CPU_SHARE,
            limits.cpuShare(),
            1,
            "injector.cpu",
            "the injector's process was at its CPU limit",
            "give it more cores or a larger quota (at its least it had "
                + number(least(InjectorMetric.CPU_ALLOWANCE))
                + "), or use more injectors");
    Stretches machine = stretches(InjectorMetric.SYSTEM_CPU_SHARE, BUSY_MACHINE);
    if (!own && isSustained(machine)) {
      notes.add(
          "the machine was over %s busy in %s of the time, but not with the injector"
                  .formatted(percent(BUSY_MACHINE), percent(machine.overShare()))
              + " (another process, or the sandbox)");
    }
  }

  private boolean sustained(
      InjectorMetric metric, double limit, int leastPoints, String id, String text, String remedy) {
    Stretches over = stretches(metric, limit);
    if (!isSustained(over) || over.overPoints() < leastPoints) {
      return false;
    }
    String numbers =
        "%s over %s in %s of the measured time, longest %s, highest %s: %s"
            .formatted(
                metric.id(),
                percent(limit),
                percent(over.overShare()),
                seconds((double) over.longestMillis()),
                percent(over.max()),
                remedy);
    add(id, text, numbers, over);
    return true;
  }

  private boolean isSustained(Stretches over) {
    return over.longestMillis() >= limits.sustainedMillis()
        || (over.overShare() >= limits.timeShare() && over.overMillis() >= limits.leastMillis());
  }

  /** A level, no noise: once is enough, since the next connection may be the one that fails. */
  private void descriptors() {
    double limit = max(InjectorMetric.DESCRIPTOR_LIMIT);
    Stretches over = stretches(InjectorMetric.DESCRIPTORS, limits.descriptorShare() * limit);
    if (limit > 0 && over.overPoints() > 0) {
      add(
          "injector.descriptors",
          "the injector was at its limit of open files and sockets",
          "%s of %s: raise it (ulimit -n), or share connections"
              .formatted(number(over.max()), number(limit)),
          over);
    }
  }

  private void eventLoops() {
    double probes = all(InjectorMetric.EVENT_LOOP_PROBES).sum();
    double late = all(InjectorMetric.EVENT_LOOP_LATE).sum();
    Stretches over = stretches(InjectorMetric.EVENT_LOOP_DELAY, (double) Lateness.LATE_MILLIS);
    if (over.overPoints() == 0 || probes == 0) {
      return;
    }
    // Probes come due at a fixed rate, also while a loop is blocked: their share is one of time.
    double lateMillis = late / probes * over.measuredMillis();
    String numbers =
        "%s of %s probes waited over %d ms (%s may), longest %s"
            .formatted(
                percent(late / probes),
                number(probes),
                Lateness.LATE_MILLIS,
                percent(limits.lateShare()),
                seconds(over.max()));
    if (late > limits.lateShare() * probes && lateMillis >= limits.leastLateMillis()) {
      add(
          "injector.eventLoop",
          "the injector's event loops were late, and so all times it took",
          numbers + ": it lacked CPU time, was blocked or paused",
          over);
    } else {
      notes.add("event loops: " + numbers);
    }
  }

  private void schedule() {
    double limit = limits.scheduleLagP99Millis();
    if (evidence.scheduleLagP99Millis().orElse(0) > limit) {
      add(
          "injector.schedule",
          "the injector could not keep its schedule",
          "p99 of the schedule lag %s (at most %s)"
              .formatted(seconds(evidence.scheduleLagP99Millis().getAsDouble()), seconds(limit)),
          stretches(InjectorMetric.SCHEDULE_LAG, limit));
    }
  }

  private void errors() {
    OwnErrors.evidence(evidence.errors())
        .ifPresent(
            numbers ->
                reasons.add(
                    new Reason(
                        "injector.errors",
                        "requests failed for want of the injector's own resources",
                        numbers,
                        firstMeasured(),
                        lastMeasured())));
  }

  /** The window is the worst stretch; where no sample tells, the measured part of the load. */
  private void add(String id, String text, String numbers, Stretches over) {
    boolean told = over.overPoints() > 0;
    long start = told ? over.startEpochMillis() - evidence.loadStartMillis() : firstMeasured();
    long end = told ? over.endEpochMillis() - evidence.loadStartMillis() : lastMeasured();
    reasons.add(new Reason(id, text, numbers, start, end));
  }

  private long firstMeasured() {
    return evidence.phases().stream()
        .filter(phase -> phase.kind().measured())
        .mapToLong(phase -> phase.startMillis())
        .min()
        .orElse(0);
  }

  private long lastMeasured() {
    return evidence.phases().stream()
        .filter(phase -> phase.kind().measured())
        .mapToLong(phase -> phase.endMillis())
        .max()
        .orElse(0);
  }

  private Stretches stretches(InjectorMetric metric, double limit) {
    long step = evidence.samples().map(samples -> samples.step().toMillis()).orElse(0L);
    return Stretches.of(series(metric), limit, step, evidence::measured);
  }

  private Stretches all(InjectorMetric metric) {
    return stretches(metric, Double.MAX_VALUE);
  }

  private double max(InjectorMetric metric) {
    double max = all(metric).max();
    return Double.isNaN(max) ? 0 : max;
  }

  private double least(InjectorMetric metric) {
    return Arrays.stream(series(metric).values()).min().orElse(0);
  }

  private Series series(InjectorMetric metric) {
    List<Series> series =
        evidence.samples().map(samples -> samples.series(metric.id())).orElse(List.of());
    return series.isEmpty()
        ? new Series(metric.id(), Map.of(), new long[0], new double[0])
        : series.get(0);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String seconds(double millis) {
    return millis < 1000 ? number(millis) + " ms" : number(millis / 1000) + " s";
  }

  /** Up to two decimals, none that say nothing. */
  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value).replaceFirst("\\.?0+$", "");
  }
}
