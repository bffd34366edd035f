package io.functionrunner.perf.kubernetes;

import io.functionrunner.perf.kubernetes.Injector.State;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which injectors there are, how far each is, and what became of it. */
final class Roll {

  private final int expected;
  private final NavigableMap<Integer, Injector> seen = new TreeMap<>();
  private final NavigableMap<Integer, Path> runs = new TreeMap<>();
  private final NavigableMap<Integer, String> lost = new TreeMap<>();

  Roll(int expected) {
    this.expected = expected;
  }

  /**
   * Takes what the cluster says now. A pod that is no longer there is gone, and one that stands in
   * for it has missed the start: it counts as nobody.
   */
  void call(List<Injector> present) {
    present.forEach(injector -> seen.putIfAbsent(injector.shard(), injector));
    Map<String, Injector> byPod =
        present.stream().collect(Collectors.toMap(Injector::pod, Function.identity()));
    seen.replaceAll((shard, old) -> byPod.getOrDefault(old.pod(), old.gone()));
  }

  void fetched(int shard, Path run) {
    runs.put(shard, run);
  }

  void lose(int shard, String why) {
    lost.put(shard, why);
  }

  /** Those that were seen at all. */
  Collection<Injector> seen() {
    return seen.values();
  }

  boolean allSeen() {
    return seen.size() == expected;
  }

  boolean allUp() {
    return count(State.RUNNING) + count(State.READY) == expected;
  }

  /** Those of which neither the results are here nor the loss is known. */
  List<Injector> open() {
    return seen.values().stream().filter(i -> isOpen(i.shard())).toList();
  }

  boolean settled() {
    return runs.size() + lost.size() == expected;
  }

  boolean isOpen(int shard) {
    return !runs.containsKey(shard) && !lost.containsKey(shard);
  }

  Distribution.Collected collected() {
    return new Distribution.Collected(runs, lost);
  }

  /** In a sentence: {@code Injector 2 of 5}. */
  String name(int shard) {
    return "Injector %d of %d".formatted(shard, expected);
  }

  /** Those that do not run yet, and what each waits for. */
  String notUp() {
    return IntStream.rangeClosed(1, expected)
        .filter(i -> !seen.containsKey(i) || seen.get(i).state() == State.PENDING)
        .mapToObj(i -> name(i) + waitsFor(Optional.ofNullable(seen.get(i))))
        .collect(Collectors.joining("; "));
  }

  private static String waitsFor(Optional<Injector> injector) {
    return injector
        .map(i -> i.why().isEmpty() ? " is being started" : " waits: " + i.why())
        .orElse(" has no pod");
  }

  /** How far all of them are, in one line. */
  String progress() {
    long running = open().stream().filter(i -> i.state() == State.RUNNING).count();
    long done = runs.size() + open().stream().filter(i -> i.state() == State.READY).count();
    StringBuilder line =
        new StringBuilder(
            "injectors: %d pending, %d running, %d done"
                .formatted(expected - running - done - lost.size(), running, done));
    if (!lost.isEmpty()) {
      line.append(", %d lost".formatted(lost.size()));
    }
    seen.values().stream()
        .filter(i -> i.state() == State.PENDING && !i.why().isEmpty())
        .findFirst()
        .ifPresent(i -> line.append(" (%s)".formatted(i.why())));
    return line.toString();
  }

  private long count(State state) {
    return seen.values().stream().filter(i -> i.state() == state).count();
  }
}
