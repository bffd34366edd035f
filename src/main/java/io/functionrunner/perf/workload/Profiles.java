package io.functionrunner.perf.workload;

import static io.functionrunner.perf.workload.Modality.AUDIO;
import static io.functionrunner.perf.workload.Modality.IMAGE;
import static io.functionrunner.perf.workload.Modality.TEXT;
import static io.functionrunner.perf.workload.Modality.VIDEO;
import static io.functionrunner.perf.workload.Quality.DRAFT;
import static io.functionrunner.perf.workload.Quality.HIGH;
import static io.functionrunner.perf.workload.Quality.STANDARD;

import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.Phase.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The load profiles, at full scale. Durations include the ramp-up; the statistics leave it out. */
public final class Profiles {

  private static final long SECOND = 1000;
  private static final Map<Quality, Double> ALL_STANDARD = Map.of(STANDARD, 1.0);

  /** Everyday use: images of all qualities, and twice as many texts. */
  static final Mix BASELINE_MIX =
      new Mix(
          List.of(
              new Mix.Entry(IMAGE, 0.5, Map.of(DRAFT, .3, STANDARD, .5, HIGH, .2)),
              new Mix.Entry(TEXT, 1.0, ALL_STANDARD)));

  /** All four modalities. */
  static final Mix MIXED_MIX =
      new Mix(
          List.of(
              new Mix.Entry(IMAGE, 0.3, ALL_STANDARD),
              new Mix.Entry(VIDEO, 0.1, ALL_STANDARD),
              new Mix.Entry(AUDIO, 0.2, ALL_STANDARD),
              new Mix.Entry(TEXT, 0.5, ALL_STANDARD)));

  private static final Mix HIGH_LOAD_MIX =
      new Mix(List.of(new Mix.Entry(IMAGE, 0.2, Map.of(DRAFT, .7, STANDARD, .3))));

  private Profiles() {}

  /** 100 users for 10 minutes: what every other run is compared with. */
  public static Profile baseline() {
    return constant("BaselineTest", 100, 60, 600, BASELINE_MIX);
  }

  /** 1,000 users for 30 minutes, images only. */
  public static Profile highLoad() {
    return constant("HighLoadTest", 1000, 300, 1800, HIGH_LOAD_MIX);
  }

  /** 500 users for an hour, all modalities. */
  public static Profile mixed() {
    return constant("MixedTest", 500, 300, 3600, MIXED_MIX);
  }

  /** 100 users for a day: leaks and drift. */
  public static Profile endurance() {
    return constant("EnduranceTest", 100, 300, 24 * 3600, MIXED_MIX);
  }

  /** 100 users for 15 minutes; at minute 5 another 500 come at once and stay two minutes. */
  public static Profile spike() {
    return new Profile(
        "SpikeTest",
        List.of(
            new Cohort(100, 0, 60 * SECOND, 900 * SECOND),
            new Cohort(500, 300 * SECOND, 0, 420 * SECOND)),
        BASELINE_MIX,
        List.of(
            new Phase("ramp", Kind.RAMP, 0, 60 * SECOND),
            new Phase("steady", Kind.STEADY, 60 * SECOND, 300 * SECOND),
            new Phase("spike", Kind.SPIKE, 300 * SECOND, 420 * SECOND),
            new Phase("recovery", Kind.RECOVERY, 420 * SECOND, 900 * SECOND)));
  }

  /** The mixed load from that of 300 users on, in steps, until its limit is found: half an hour. */
  public static Profile stress() {
    long most = 1800 * SECOND;
    return new Profile(
        "StressTest",
        List.of(new Cohort(300, 0, 0, most)),
        MIXED_MIX,
        List.of(new Phase("search", Kind.STEADY, 0, most)),
        Optional.of(new SearchPlan(70 * SECOND, 120 * SECOND)));
  }

  /** A quarter to one and a half times the baseline's users in six levels of five minutes. */
  public static Profile capacity() {
    int usersPerLevel = 25;
    int levels = 6;
    long levelMillis = 300 * SECOND;
    long settleMillis = 60 * SECOND;
    List<Cohort> cohorts = new ArrayList<>();
    List<Phase> phases = new ArrayList<>();
    long end = levels * levelMillis;
    for (int level = 1; level <= levels; level++) {
      long start = (level - 1) * levelMillis;
      long settled = start + settleMillis;
      cohorts.add(new Cohort(usersPerLevel, start, settleMillis / 2, end));
      phases.add(new Phase("settle " + level, Kind.SETTLE, start, settled));
      phases.add(new Phase("level " + level, Kind.LEVEL, settled, start + levelMillis));
    }
    return new Profile("CapacityTest", cohorts, BASELINE_MIX, phases);
  }

  /** All of them, in the order of the documentation. */
  public static List<Profile> all() {
    return List.of(baseline(), highLoad(), spike(), mixed(), endurance(), stress(), capacity());
  }

  /**
   * The mix of a profile, under the name of its simulation without "Test", in small letters: {@code
   * mixed}, {@code highload}.
   */
  public static Map<String, Mix> mixes() {
    return all().stream().collect(Collectors.toUnmodifiableMap(Profiles::mixName, Profile::mix));
  }

  private static String mixName(Profile profile) {
    return profile.name().replace("Test", "").toLowerCase(Locale.ROOT);
  }

  private static Profile constant(String name, int users, int rampS, int durationS, Mix mix) {
    return new Profile(
        name,
        List.of(new Cohort(users, 0, rampS * SECOND, durationS * SECOND)),
        mix,
        List.of(
            new Phase("ramp", Kind.RAMP, 0, rampS * SECOND),
            new Phase("steady", Kind.STEADY, rampS * SECOND, durationS * SECOND)));
  }
}
