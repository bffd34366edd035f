package io.functionrunner.perf.merge;

import io.functionrunner.perf.run.InjectorRun.ClockCorrection;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.RunManifest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Whether runs are the shards of one: what must agree, and the words for what does not. */
final class OneRun {

  private static final String EXPECTING = "Expecting the shards of one run, each once";

  private OneRun() {}

  /**
   * Holds the others against the first.
   *
   * @throws IllegalArgumentException with one sentence
   */
  static void check(List<ShardRun> shards) {
    if (shards.isEmpty()) {
      throw new IllegalArgumentException("no runs to merge. Expecting at least one");
    }
    Map<Integer, ShardRun> seen = new HashMap<>();
    for (ShardRun shard : shards) {
      ShardRun first = shards.get(0);
      Map<String, String> expected = identity(first.manifest());
      identity(shard.manifest())
          .forEach(
              (what, value) -> {
                if (!Objects.equals(value, expected.get(what))) {
                  throw different(shard, first, what, value, expected.get(what));
                }
              });
      commits(shard, first);
      ShardRun other = seen.put(shard.number(), shard);
      if (other != null) {
        throw new IllegalArgumentException(
            "%s and %s are both shard %d of %d. %s"
                .formatted(
                    other.directory(),
                    shard.directory(),
                    shard.number(),
                    shard.manifest().shards().of(),
                    EXPECTING));
      }
    }
  }

  /**
   * Holds the times against each other: loads that were not on together were no load together.
   *
   * @throws IllegalArgumentException with one sentence
   */
  static void checkTimes(List<ShardRun> shards, List<Optional<ClockCorrection>> clocks) {
    ShardRun first = shards.get(0);
    long length = first.manifest().phases().stream().mapToLong(Phase::endMillis).max().orElse(0);
    for (int i = 1; i < shards.size(); i++) {
      ShardRun shard = shards.get(i);
      long later = start(shard, clocks.get(i)) - start(first, clocks.get(0));
      if (shard.submitted() && first.submitted() && Math.abs(later) > Math.max(length, 1)) {
        throw new IllegalArgumentException(
            "%s started %,d s %s %s, and the load takes %,d s: these are different runs. %s"
                .formatted(
                    shard.directory(),
                    Math.abs(later) / 1000,
                    later > 0 ? "after" : "before",
                    first.directory(),
                    length / 1000,
                    EXPECTING));
      }
    }
  }

  private static long start(ShardRun shard, Optional<ClockCorrection> clock) {
    return shard.manifest().startMillis() + clock.map(ClockCorrection::offsetMillis).orElse(0L);
  }

  private static Map<String, String> identity(RunManifest run) {
    Map<String, String> identity = new LinkedHashMap<>();
    identity.put("simulation", run.simulation());
    identity.put("number of shards", String.valueOf(run.shards().of()));
    identity.put("profile (users, duration, time scale, mix)", run.profileHash());
    identity.put("seed", String.valueOf(run.seed()));
    identity.put("model", run.model());
    identity.put("target", run.target());
    identity.put("binding", run.api() + " " + run.apiHash());
    identity.put("speed", String.valueOf(run.speed()));
    identity.put("Gatling version", String.valueOf(run.versions().get("gatling")));
    identity.put("start.at", run.settings().getOrDefault("start.at", "not set"));
    return identity;
  }

  /** Which commit was built only CI tells: there may be one injector that does not know. */
  private static void commits(ShardRun shard, ShardRun first) {
    String own = shard.manifest().versions().get(RunManifest.COMMIT);
    String expected = first.manifest().versions().get(RunManifest.COMMIT);
    if (own != null && expected != null && !own.equals(expected)) {
      throw different(shard, first, RunManifest.COMMIT, own, expected);
    }
  }

  private static IllegalArgumentException different(
      ShardRun shard, ShardRun first, String what, String own, String expected) {
    return new IllegalArgumentException(
        "%s has another %s than %s: %s, not %s. %s"
            .formatted(shard.directory(), what, first.directory(), own, expected, EXPECTING));
  }
}
