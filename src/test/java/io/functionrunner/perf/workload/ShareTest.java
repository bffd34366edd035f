package io.functionrunner.perf.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShareTest {

  private static final long SEED = 7;

  /** A ramp, a spike and steps: what has to be split. */
  private static final List<Profile> PROFILES =
      List.of(Profiles.baseline().withUsers(13), Profiles.spike(), Profiles.stress());

  private static List<PlannedTask> tasks(Share share) {
    List<PlannedTask> tasks = new ArrayList<>();
    new Arrivals(share, SEED).forEachRemaining(tasks::add);
    return tasks;
  }

  private static List<Share> shares(Profile profile, int of) {
    return IntStream.rangeClosed(1, of)
        .mapToObj(i -> new Share(profile, new Shard(i, of)))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 20})
  void togetherTheySubmitExactlyWhatOneWould(int injectors) {
    Comparator<PlannedTask> order =
        Comparator.comparingLong(PlannedTask::user).thenComparingInt(PlannedTask::index);
    for (Profile profile : PROFILES) {
      List<PlannedTask> union =
          shares(profile, injectors).stream()
              .flatMap(share -> tasks(share).stream())
              .sorted(order)
              .toList();
      assertEquals(tasks(Share.whole(profile)).stream().sorted(order).toList(), union);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 20})
  void everyCohortIsSplitWithoutLoss(int injectors) {
    for (Profile profile : PROFILES) {
      for (int cohort = 0; cohort < profile.cohorts().size(); cohort++) {
        int index = cohort;
        int[] parts =
            shares(profile, injectors).stream().mapToInt(share -> share.users(index)).toArray();
        int users = profile.cohorts().get(cohort).users();
        assertEquals(users, IntStream.of(parts).sum());
        int most = IntStream.of(parts).max().orElseThrow();
        assertTrue(most - IntStream.of(parts).min().orElseThrow() <= 1, "parts differ by one");
      }
      for (Share share : shares(profile, injectors)) {
        int ofCohorts = IntStream.range(0, profile.cohorts().size()).map(share::users).sum();
        assertEquals(share.users(), ofCohorts);
      }
    }
  }

  /** An injector spreads its users evenly over a ramp; whoever comes early waits, late is late. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 7, 20})
  void nobodyIsInjectedAfterItsTime(int injectors) {
    for (Profile profile : PROFILES) {
      for (Share share : shares(profile, injectors)) {
        long local = 0;
        for (int i = 0; i < profile.cohorts().size(); i++) {
          Cohort cohort = profile.cohorts().get(i);
          int users = share.users(i);
          for (int k = 0; k < users; k++, local++) {
            long injected = cohort.startMillis() + cohort.rampMillis() * k / users;
            long own = share.schedule(SEED, local).startMillis();
            assertTrue(injected <= own, () -> share + ": " + injected + " > " + own);
          }
        }
      }
    }
  }

  @Test
  void tasksAreCounted() {
    Share share = new Share(Profiles.baseline(), new Shard(2, 3));
    assertEquals(tasks(share).size(), share.tasks(SEED));
  }

  @Test
  void aShardIsWrittenAsAFraction() {
    assertEquals(new Shard(2, 5), Shard.parse("2/5"));
    assertEquals("2/5", Shard.parse("2/5").toString());
    for (String wrong : List.of("0/5", "6/5", "1/0", "1", "a/b", "1/99999", "-1/2")) {
      assertThrows(IllegalArgumentException.class, () -> Shard.parse(wrong), wrong);
    }
  }
}
