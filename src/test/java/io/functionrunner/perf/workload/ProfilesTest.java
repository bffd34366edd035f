package io.functionrunner.perf.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.run.Phase;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProfilesTest {

  private static final long MINUTE = 60_000;

  @Test
  void theFourStandardProfilesTake115Minutes() {
    long sum =
        Stream.of(Profiles.baseline(), Profiles.highLoad(), Profiles.spike(), Profiles.mixed())
            .mapToLong(Profile::durationMillis)
            .sum();
    assertEquals(115 * MINUTE, sum);
  }

  @Test
  void spikeHasSixTimesTheUsersForTwoMinutes() {
    Profile spike = Profiles.spike();
    assertEquals(100, spike.usersAt(5 * MINUTE - 1));
    assertEquals(600, spike.usersAt(5 * MINUTE));
    assertEquals(600, spike.usersAt(7 * MINUTE - 1));
    assertEquals(100, spike.usersAt(7 * MINUTE));
    assertEquals(0, spike.usersAt(15 * MINUTE));
    assertEquals(600, spike.peakUsers());
    assertEquals(
        List.of("ramp", "steady", "spike", "recovery"),
        spike.phases().stream().map(Phase::name).toList());
  }

  @Test
  void rampsBringUsersEvenly() {
    Profile baseline = Profiles.baseline();
    assertEquals(1, baseline.usersAt(0));
    assertEquals(51, baseline.usersAt(MINUTE / 2));
    assertEquals(100, baseline.usersAt(MINUTE));
    assertEquals(0, baseline.schedule(1, 0).startMillis());
    assertEquals(30_000, baseline.schedule(1, 50).startMillis());
  }

  @Test
  void capacityHasSixLevelsFromAQuarterToOneAndAHalf() {
    Profile capacity = Profiles.capacity();
    List<Phase> levels =
        capacity.phases().stream().filter(p -> p.kind() == Phase.Kind.LEVEL).toList();
    assertEquals(
        List.of(25, 50, 75, 100, 125, 150),
        levels.stream().map(p -> capacity.usersAt(p.startMillis())).toList());
  }

  /** Compression divides times and multiplies frequencies: the same tasks, ten times as fast. */
  @Test
  void compressedTimeHasTheSameTasks() {
    Profile full = Profiles.spike();
    Profile compressed = full.compressed(10);
    assertEquals(90_000, compressed.durationMillis());
    for (int user : new int[] {0, 57, 100, 599}) {
      UserSchedule slow = full.schedule(3, user);
      UserSchedule fast = compressed.schedule(3, user);
      while (slow.hasNext()) {
        PlannedTask a = slow.next();
        PlannedTask b = fast.next();
        assertEquals(a.inputSeed(), b.inputSeed());
        assertEquals(a.quality(), b.quality());
        // Starts and offsets are whole milliseconds in both.
        assertEquals(a.offsetMillis() / 10.0, (double) b.offsetMillis(), 1.1);
      }
    }
  }

  @Test
  void usersKeepTheProportionOfCohorts() {
    Profile fewer = Profiles.spike().withUsers(10);
    assertEquals(List.of(10, 50), fewer.cohorts().stream().map(Cohort::users).toList());
  }

  @Test
  void theHashTellsLoadsApart() {
    assertEquals(Profiles.spike().hash(), Profiles.spike().hash());
    assertNotEquals(Profiles.spike().hash(), Profiles.spike().withUsers(99).hash());
    assertNotEquals(Profiles.spike().hash(), Profiles.spike().compressed(10).hash());
    assertEquals(
        Profiles.all().size(), Profiles.all().stream().map(Profile::hash).distinct().count());
  }

  @Test
  void aPartOfTheMixIsSubmittedAsOftenAsBefore() {
    Profile mixed = Profiles.mixed();
    Profile texts = mixed.only(Set.of(Modality.TEXT));
    assertEquals(0.5, texts.mix().perUserPerMinute());
    assertEquals(mixed.phases(), texts.phases());
    assertNotEquals(mixed.hash(), texts.hash());
    assertEquals(mixed.hash(), mixed.only(Set.of(Modality.values())).hash());
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Profiles.highLoad().only(Set.of(Modality.TEXT)));
    assertEquals(
        "HighLoadTest has none of the modalities asked for. Expecting one of image",
        e.getMessage());
  }

  @Test
  void namesAndPhasesHoldTogether() {
    for (Profile profile : Profiles.all()) {
      assertTrue(profile.durationMillis() >= 10 * MINUTE, profile.name());
      assertTrue(profile.phases().stream().anyMatch(p -> p.kind().measured()), profile.name());
    }
    Profile spike = Profiles.spike();
    List<Phase> gap = List.of(spike.phases().get(0), spike.phases().get(2));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Profile("Gap", spike.cohorts(), spike.mix(), gap));
  }
}
