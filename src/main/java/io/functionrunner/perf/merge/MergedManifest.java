package io.functionrunner.perf.merge;

import io.functionrunner.perf.run.InjectorRun;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.RunManifest.Environment;
import io.functionrunner.perf.run.RunManifest.Shards;
import io.functionrunner.perf.run.RunManifest.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the manifest of a run out of those of its shards. */
final class MergedManifest {

  private static final String SHARD = "shard";
  private static final int MOST_REASONS = 5;

  private MergedManifest() {}

  /**
   * The manifest.
   *
   * @param shards that agree, in the order of their numbers
   * @param injectors what each did, by one clock
   */
  static RunManifest of(
      List<ShardRun> shards, List<InjectorRun> injectors, boolean lackingAllowed) {
    List<RunManifest> all = shards.stream().map(ShardRun::manifest).toList();
    RunManifest first = all.get(0);
    List<String> reasons = reasons(injectors, first.shards().of());
    return new RunManifest(
        RunManifest.SCHEMA_VERSION,
        first.simulation(),
        reasons.isEmpty() ? Status.COMPLETED : Status.ABORTED,
        reasons.isEmpty() ? null : sentence(reasons),
        start(shards, injectors),
        injectors.stream()
            .map(InjectorRun::endMillis)
            .filter(Objects::nonNull)
            .max(Long::compare)
            .orElse(null),
        first.seed(),
        first.model(),
        first.target(),
        first.sandbox(),
        first.api(),
        first.apiHash(),
        first.speed(),
        first.timeScale(),
        all.stream().mapToInt(RunManifest::users).sum(),
        first.profileHash(),
        all.stream().mapToLong(RunManifest::tasksPlanned).sum(),
        all.stream().mapToInt(RunManifest::warmUpTasks).sum(),
        first.phases(),
        settings(all),
        environment(all.stream().map(RunManifest::environment).toList()),
        joined(all.stream().map(RunManifest::versions).toList()),
        new Shards(
            first.shards().of(),
            injectors.stream().map(InjectorRun::shard).toList(),
            lackingAllowed,
            injectors));
  }

  /** One that never submitted only guessed when it would start. */
  private static long start(List<ShardRun> shards, List<InjectorRun> injectors) {
    long earliest = Long.MAX_VALUE;
    for (int i = 0; i < shards.size(); i++) {
      if (shards.get(i).submitted()) {
        earliest = Math.min(earliest, injectors.get(i).startMillis());
      }
    }
    return earliest < Long.MAX_VALUE
        ? earliest
        : injectors.stream().mapToLong(InjectorRun::startMillis).min().orElseThrow();
  }

  /** Why the run is no complete one, shard by shard. */
  private static List<String> reasons(List<InjectorRun> injectors, int of) {
    List<String> reasons = new ArrayList<>();
    for (InjectorRun injector : injectors) {
      String why =
          switch (injector.status()) {
            case RUNNING -> "its process was killed, or it still goes on";
            case ABORTED -> Objects.requireNonNullElse(injector.statusReason(), "aborted");
            case COMPLETED -> injector.problem();
          };
      if (why != null) {
        reasons.add("shard %d of %d: %s".formatted(injector.shard(), of, why));
      }
    }
    return reasons;
  }

  private static String sentence(List<String> reasons) {
    String shown = reasons.stream().limit(MOST_REASONS).collect(Collectors.joining("; "));
    int more = reasons.size() - MOST_REASONS;
    return more <= 0 ? shown : shown + "; and " + more + " more";
  }

  private static Map<String, String> settings(List<RunManifest> all) {
    Map<String, String> settings = joined(all.stream().map(RunManifest::settings).toList());
    settings.remove(SHARD);
    return settings;
  }

  /** By name: the value that all have, or the different ones beside each other. */
  private static Map<String, String> joined(List<Map<String, String>> maps) {
    Map<String, String> joined = new TreeMap<>();
    maps.stream()
        .flatMap(map -> map.keySet().stream())
        .distinct()
        .forEach(name -> joined.put(name, distinct(maps.stream().map(map -> map.get(name)))));
    return joined;
  }

  /** Of different machines what they have in common: the least. */
  private static Environment environment(List<Environment> all) {
    return new Environment(
        distinct(all, Environment::os),
        distinct(all, Environment::arch),
        all.stream().mapToInt(Environment::processors).min().orElseThrow(),
        all.stream().mapToLong(Environment::memoryBytes).min().orElseThrow(),
        distinct(all, Environment::java),
        distinct(all, Environment::fingerprint));
  }

  private static <T> String distinct(List<T> all, Function<T, String> part) {
    return distinct(all.stream().map(part));
  }

  private static String distinct(Stream<String> values) {
    return values.filter(Objects::nonNull).distinct().sorted().collect(Collectors.joining(" + "));
  }
}
