package io.functionrunner.perf.workload;

import io.functionrunner.perf.run.Phase;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A load profile: who comes when, and what they submit.
 *
 * @param name of the simulation
 * @param cohorts in the order in which they come; a cohort's ramp ends before the next begins, so
 *     that users can be numbered in the order of their start
 * @param mix what each user submits
 * @param phases cover the load from 0 to its end without gaps; the drain comes after the last
 * @param search how the load is decided while it goes on; empty where the users decide it. With
 *     one, the load begins as that of the users, and the last phase's end is the latest that it has
 */
public record Profile(
    String name, List<Cohort> cohorts, Mix mix, List<Phase> phases, Optional<SearchPlan> search) {

  private static final double SECONDS_PER_MINUTE = 60;

  /** Whose users decide the load. */
  public Profile(String name, List<Cohort> cohorts, Mix mix, List<Phase> phases) {
    this(name, cohorts, mix, phases, Optional.empty());
  }

  public Profile {
    cohorts = List.copyOf(cohorts);
    phases = List.copyOf(phases);
    long ramped = 0;
    for (Cohort cohort : cohorts) {
      if (cohort.startMillis() < ramped) {
        throw new IllegalArgumentException(
            "%s: users come at %d ms, while others still ramp up to %d ms"
                .formatted(name, cohort.startMillis(), ramped));
      }
      ramped = cohort.startMillis() + cohort.rampMillis();
    }
    long end = 0;
    for (Phase phase : phases) {
      if (phase.startMillis() != end) {
        throw new IllegalArgumentException(
            "%s: phase %s starts at %d ms. Expecting %d, where the one before ends"
                .formatted(name, phase.name(), phase.startMillis(), end));
      }
      end = phase.endMillis();
    }
    for (Cohort cohort : cohorts) {
      if (cohort.endMillis() > end) {
        throw new IllegalArgumentException(
            "%s: users until %d ms, but the last phase ends at %d ms"
                .formatted(name, cohort.endMillis(), end));
      }
    }
  }

  /** When submission ends, in milliseconds since the load's start. */
  public long durationMillis() {
    return phases.get(phases.size() - 1).endMillis();
  }

  /** Users of all cohorts together. */
  public int users() {
    return cohorts.stream().mapToInt(Cohort::users).sum();
  }

  /** Tasks a second of all users together. */
  public double tasksPerSecond() {
    return users() * mix.perUserPerMinute() / SECONDS_PER_MINUTE;
  }

  /** The most users at one time. */
  public int peakUsers() {
    return cohorts.stream()
        .mapToInt(c -> usersAt(c.startMillis() + c.rampMillis()))
        .max()
        .orElse(0);
  }

  /** Users that have started and not ended at {@code millis}. */
  public int usersAt(long millis) {
    int active = 0;
    for (Cohort cohort : cohorts) {
      if (millis >= cohort.startMillis() && millis < cohort.endMillis()) {
        long since = millis - cohort.startMillis();
        active +=
            cohort.rampMillis() == 0 || since >= cohort.rampMillis()
                ? cohort.users()
                : (int) (cohort.users() * since / cohort.rampMillis()) + 1;
      }
    }
    return active;
  }

  /** The schedule of user {@code user} (global index from 0, in the order of start). */
  public UserSchedule schedule(long seed, long user) {
    long before = 0;
    for (Cohort cohort : cohorts) {
      if (user < before + cohort.users()) {
        int i = (int) (user - before);
        return new UserSchedule(seed, user, cohort.startOf(i), cohort.endMillis(), mix);
      }
      before += cohort.users();
    }
    throw new IllegalArgumentException(
        "user %d of %s. Expecting 0 to %d".formatted(user, name, before - 1));
  }

  /** All times multiplied, tasks as often as before. */
  public Profile stretched(double factor) {
    return new Profile(
        name,
        cohorts.stream()
            .map(
                c ->
                    new Cohort(
                        c.users(),
                        at(c.startMillis(), factor),
                        at(c.startMillis() + c.rampMillis(), factor) - at(c.startMillis(), factor),
                        at(c.endMillis(), factor)))
            .toList(),
        mix,
        phases.stream()
            .map(p -> p.at(at(p.startMillis(), factor), at(p.endMillis(), factor)))
            .toList(),
        search.map(s -> s.stretched(factor)));
  }

  /** Time as a whole runs {@code speed} times faster: durations divided, frequencies multiplied. */
  public Profile compressed(double speed) {
    Profile shorter = stretched(1 / speed);
    return new Profile(name, shorter.cohorts, mix.times(speed), shorter.phases, shorter.search);
  }

  /** The same users, who submit something else. */
  public Profile withMix(Mix other) {
    return new Profile(name, cohorts, other, phases, search);
  }

  /** The first cohort has {@code users}; the others keep their proportion to it. */
  public Profile withUsers(int users) {
    double factor = (double) users / cohorts.get(0).users();
    return new Profile(
        name,
        cohorts.stream()
            .map(
                c ->
                    new Cohort(
                        Math.max(1, (int) Math.round(c.users() * factor)),
                        c.startMillis(),
                        c.rampMillis(),
                        c.endMillis()))
            .toList(),
        mix,
        phases,
        search);
  }

  /**
   * Of its mix only these modalities, each as often as before: what they do without the others.
   *
   * @throws IllegalArgumentException when the mix has none of them
   */
  public Profile only(Set<Modality> modalities) {
    List<Mix.Entry> kept =
        mix.entries().stream().filter(e -> modalities.contains(e.modality())).toList();
    if (kept.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has none of the modalities asked for. Expecting one of %s"
              .formatted(
                  name,
                  mix.entries().stream()
                      .map(e -> e.modality().id())
                      .collect(Collectors.joining(", "))));
    }
    return new Profile(name, cohorts, new Mix(kept), phases, search);
  }

  /** Identifies the load: two runs with one hash and one seed submitted the same tasks. */
  public String hash() {
    StringBuilder text = new StringBuilder(cohorts.toString());
    // Not the mix's toString: the order of a map's entries is nobody's promise.
    for (Mix.Entry entry : mix.entries()) {
      text.append(entry.modality()).append(entry.perUserPerMinute());
      for (Quality quality : Quality.values()) {
        text.append(quality).append(entry.qualities().getOrDefault(quality, 0.0));
      }
    }
    text.append(
        phases.stream()
            .map(
                p ->
                    "Phase[name=%s, kind=%s, startMillis=%d, endMillis=%d]"
                        .formatted(p.name(), p.kind(), p.startMillis(), p.endMillis()))
            .collect(Collectors.joining(", ", "[", "]")));
    search.ifPresent(text::append);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static long at(long millis, double factor) {
    return Math.round(millis * factor);
  }
}
