package io.functionrunner.perf.injector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.injector.InjectorHealth.Healthy;
import io.functionrunner.perf.injector.InjectorHealth.NotMeasured;
import io.functionrunner.perf.injector.InjectorHealth.Reason;
import io.functionrunner.perf.injector.InjectorHealth.Saturated;
import io.functionrunner.perf.run.Phase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A run of 10 s of ramp and 100 s that are measured, a sample a second. */
class HealthRulesTest {

  private static final List<Phase> PHASES =
      List.of(
          new Phase("ramp", Phase.Kind.RAMP, 0, 10_000),
          new Phase("steady", Phase.Kind.STEADY, 10_000, 110_000));

  private final SampledRun run = new SampledRun(120);

  private InjectorHealth judged() {
    return judged(OptionalDouble.empty(), Map.of());
  }

  private InjectorHealth judged(OptionalDouble lag, Map<String, Long> errors) {
    return HealthRules.judge(
        new HealthEvidence(
            Optional.of(run.readings()), SampledRun.START_MILLIS, PHASES, lag, errors),
        Thresholds.DEFAULT);
  }

  private Reason onlyReason() {
    return onlyReason(judged());
  }

  private static Reason onlyReason(InjectorHealth health) {
    Saturated saturated = assertInstanceOf(Saturated.class, health, health.toString());
    assertEquals(1, saturated.reasons().size(), saturated.toString());
    return saturated.reasons().get(0);
  }

  /**
   * What a developer's machine with 2 cores does: the sandbox takes the rest of the CPU, the JVM
   * starts up in the ramp, single seconds are hot, collections come and go, one pause of 400 ms.
   */
  @Test
  void aNoisyHealthyRunIsHealthy() {
    SplittableRandom random = new SplittableRandom(1);
    run.set(InjectorMetric.CPU_SHARE, t -> t < 9 ? .95 : .25 + .3 * random.nextDouble())
        .set(InjectorMetric.CPU_SHARE, 50, 53, .97)
        .set(InjectorMetric.CPU_SHARE, 70, 74, .85)
        .set(InjectorMetric.SYSTEM_CPU_SHARE, t -> .93 + .07 * random.nextDouble())
        .set(InjectorMetric.GC_PAUSE_SHARE, t -> .08 * random.nextDouble())
        .set(InjectorMetric.GC_PAUSE_SHARE, 40, 42, .3)
        .set(InjectorMetric.HEAP_AFTER_GC_SHARE, t -> .3 + .3 * random.nextDouble())
        .set(InjectorMetric.HEAP_AFTER_GC_SHARE, 60, 62, .95)
        .set(InjectorMetric.DESCRIPTORS, t -> 300 + random.nextInt(200))
        .set(InjectorMetric.DESCRIPTOR_LIMIT, t -> 1_024)
        .set(InjectorMetric.EVENT_LOOP_DELAY, t -> 60 * random.nextDouble())
        .set(InjectorMetric.EVENT_LOOP_DELAY, 80, 81, 400)
        .set(InjectorMetric.EVENT_LOOP_PROBES, t -> 20)
        .set(InjectorMetric.EVENT_LOOP_LATE, t -> 0)
        .set(InjectorMetric.EVENT_LOOP_LATE, 80, 81, 6)
        .set(InjectorMetric.SCHEDULE_LAG, t -> 40 * random.nextDouble());
    Healthy healthy = assertInstanceOf(Healthy.class, judged(OptionalDouble.of(38), Map.of()));
    assertEquals(2, healthy.notes().size(), healthy.toString());
    assertTrue(healthy.notes().get(0).contains("not with the injector"), healthy.toString());
    assertTrue(healthy.notes().get(1).contains("0.3 % of 2000 probes"), healthy.toString());
  }

  @Test
  void fiveSecondsAtTheCpuLimitAreSaturation() {
    run.set(InjectorMetric.CPU_SHARE, t -> .3).set(InjectorMetric.CPU_SHARE, 50, 55, .81);
    run.set(InjectorMetric.CPU_ALLOWANCE, t -> .5);
    Reason reason = onlyReason();
    assertEquals("injector.cpu", reason.id());
    assertEquals(49_000, reason.startMillis());
    assertEquals(54_000, reason.endMillis());
    assertTrue(reason.evidence().contains("longest 5 s, highest 81.0 %"), reason.evidence());
    assertTrue(reason.evidence().contains("at its least it had 0.5"), reason.evidence());
  }

  @Test
  void fourSecondsAreNot() {
    run.set(InjectorMetric.CPU_SHARE, t -> .3).set(InjectorMetric.CPU_SHARE, 50, 54, 1);
    assertInstanceOf(Healthy.class, judged());
  }

  @Test
  void theLimitItselfIsStillWithin() {
    run.set(InjectorMetric.CPU_SHARE, t -> .80);
    assertInstanceOf(Healthy.class, judged());
  }

  @Test
  void aTenthOfTheTimeInShortBurstsIsSaturation() {
    run.set(InjectorMetric.CPU_SHARE, t -> t % 10 == 0 ? .9 : .3);
    assertEquals("injector.cpu", onlyReason().id());
    run.set(InjectorMetric.CPU_SHARE, t -> t % 12 == 0 ? .9 : .3);
    assertInstanceOf(Healthy.class, judged());
  }

  @Test
  void aTenthOfAShortRunIsAMoment() {
    run.set(InjectorMetric.CPU_SHARE, t -> .3).set(InjectorMetric.CPU_SHARE, 14, 16, .9);
    List<Phase> tenSeconds =
        List.of(
            new Phase("ramp", Phase.Kind.RAMP, 0, 10_000),
            new Phase("steady", Phase.Kind.STEADY, 10_000, 20_000));
    assertInstanceOf(
        Healthy.class,
        HealthRules.judge(
            new HealthEvidence(
                Optional.of(run.readings()),
                SampledRun.START_MILLIS,
                tenSeconds,
                OptionalDouble.empty(),
                Map.of()),
            Thresholds.DEFAULT));
  }

  @Test
  void rampAndDrainDoNotCount() {
    run.set(InjectorMetric.CPU_SHARE, t -> t <= 10 || t > 111 ? 1 : .3);
    assertInstanceOf(Healthy.class, judged());
  }

  /** A stall stops the sampler too: then one point stands for all of it. */
  @Test
  void oneSampleOfALongStallIsSustained() {
    run.set(InjectorMetric.CPU_SHARE, t -> .3)
        .set(InjectorMetric.GC_PAUSE_SHARE, t -> .01)
        .set(InjectorMetric.GC_PAUSE_SHARE, 60, 61, .9)
        .drop(52, 60);
    Reason reason = onlyReason();
    assertEquals("injector.gc", reason.id());
    assertTrue(reason.evidence().contains("longest 9 s"), reason.evidence());
  }

  @Test
  void aFullHeapAfterThreeCollectionsIsSaturation() {
    run.set(InjectorMetric.CPU_SHARE, t -> .3)
        .set(InjectorMetric.HEAP_AFTER_GC_SHARE, t -> t % 20 == 0 ? .91 : Double.NaN);
    assertEquals("injector.heap", onlyReason().id());
    run.set(InjectorMetric.HEAP_AFTER_GC_SHARE, t -> t == 40 || t == 60 ? .91 : Double.NaN);
    assertInstanceOf(Healthy.class, judged());
  }

  @Test
  void descriptorsNearTheirLimitOnceIsEnough() {
    run.set(InjectorMetric.CPU_SHARE, t -> .3)
        .set(InjectorMetric.DESCRIPTOR_LIMIT, t -> t % 5 == 0 ? 1_000 : Double.NaN)
        .set(InjectorMetric.DESCRIPTORS, t -> t % 5 == 0 ? t == 90 ? 901 : 500 : Double.NaN);
    Reason reason = onlyReason();
    assertEquals("injector.descriptors", reason.id());
    assertTrue(reason.evidence().startsWith("901 of 1000"), reason.evidence());
  }

  @Test
  void lateEventLoopsAreSaturationWhateverTheCpu() {
    run.set(InjectorMetric.CPU_SHARE, t -> .3)
        .set(InjectorMetric.EVENT_LOOP_PROBES, t -> 20)
        .set(InjectorMetric.EVENT_LOOP_LATE, t -> t % 10 == 0 ? 4 : 0)
        .set(InjectorMetric.EVENT_LOOP_DELAY, t -> t % 10 == 0 ? 350 : 5);
    Reason reason = onlyReason();
    assertEquals("injector.eventLoop", reason.id());
    assertTrue(reason.evidence().startsWith("2.0 % of 2000 probes waited over 100 ms"));
    assertTrue(reason.evidence().contains("longest 350 ms"), reason.evidence());
  }

  /** 10 s blocked: no probe runs, then all that came due do. */
  @Test
  void oneLongStallOfTheEventLoopsIsSaturation() {
    run.set(InjectorMetric.CPU_SHARE, t -> .3)
        .set(InjectorMetric.EVENT_LOOP_PROBES, t -> t >= 50 && t < 60 ? Double.NaN : 20)
        .set(InjectorMetric.EVENT_LOOP_LATE, t -> t >= 50 && t < 60 ? Double.NaN : 0)
        .set(InjectorMetric.EVENT_LOOP_DELAY, t -> t >= 50 && t < 60 ? Double.NaN : 2)
        .set(InjectorMetric.EVENT_LOOP_PROBES, 60, 61, 220)
        .set(InjectorMetric.EVENT_LOOP_LATE, 60, 61, 198)
        .set(InjectorMetric.EVENT_LOOP_DELAY, 60, 61, 10_000);
    Reason reason = onlyReason();
    assertEquals("injector.eventLoop", reason.id());
    assertEquals(49_000, reason.startMillis());
    assertEquals(60_000, reason.endMillis());
  }

  @Test
  void aLateScheduleIsSaturationByTheRunsOwnLimit() {
    run.set(InjectorMetric.CPU_SHARE, t -> .3)
        .set(InjectorMetric.SCHEDULE_LAG, t -> t >= 30 && t < 33 ? 700 : 3);
    Reason reason = onlyReason(judged(OptionalDouble.of(101), Map.of()));
    assertEquals("injector.schedule", reason.id());
    assertEquals("p99 of the schedule lag 101 ms (at most 100 ms)", reason.evidence());
    assertEquals(29_000, reason.startMillis());
    assertEquals(32_000, reason.endMillis());
    assertInstanceOf(Healthy.class, judged(OptionalDouble.of(100), Map.of()));
    assertInstanceOf(
        Healthy.class,
        HealthRules.judge(
            new HealthEvidence(
                Optional.of(run.readings()),
                SampledRun.START_MILLIS,
                PHASES,
                OptionalDouble.of(101),
                Map.of()),
            Thresholds.DEFAULT.withScheduleLagP99Millis(200)));
  }

  @Test
  void ownErrorsCondemnAndForeignOnesDoNot() {
    run.set(InjectorMetric.CPU_SHARE, t -> .3);
    Reason reason =
        onlyReason(
            judged(
                OptionalDouble.empty(),
                Map.of(
                    "i.n.c.AbstractChannel$AnnotatedSocketException: Cannot assign requested"
                        + " address: runner/10.0.0.1:80",
                    5L,
                    "j.n.BindException: Address already in use",
                    2L,
                    "j.i.IOException: Too many open files",
                    3L,
                    "j.n.ConnectException: Connection refused",
                    900L)));
    assertEquals("injector.errors", reason.id());
    assertTrue(reason.evidence().startsWith("7 requests: no free local port"), reason.evidence());
    assertInstanceOf(
        Healthy.class,
        judged(
            OptionalDouble.empty(),
            Map.of(
                "j.n.ConnectException: Connection refused", 900L,
                "the server said: too many open files", 3L,
                "failed: Too many open files", 1L)));
  }

  @Test
  void withoutSamplesNothingIsSaidUnlessTheTasksTell() {
    HealthEvidence nothing =
        new HealthEvidence(
            Optional.empty(), SampledRun.START_MILLIS, PHASES, OptionalDouble.of(5), Map.of());
    assertInstanceOf(NotMeasured.class, HealthRules.judge(nothing, Thresholds.DEFAULT));
    HealthEvidence late =
        new HealthEvidence(
            Optional.empty(), SampledRun.START_MILLIS, PHASES, OptionalDouble.of(500), Map.of());
    Reason reason = onlyReason(HealthRules.judge(late, Thresholds.DEFAULT));
    assertEquals(10_000, reason.startMillis());
    assertEquals(110_000, reason.endMillis());
  }

  @Test
  void severalLimitsAreSeveralReasons() {
    run.set(InjectorMetric.CPU_SHARE, t -> .99).set(InjectorMetric.GC_PAUSE_SHARE, t -> .5);
    Saturated saturated = assertInstanceOf(Saturated.class, judged());
    assertEquals(
        List.of("injector.cpu", "injector.gc"),
        saturated.reasons().stream().map(Reason::id).toList());
  }
}
