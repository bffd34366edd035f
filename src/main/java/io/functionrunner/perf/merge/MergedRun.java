package io.functionrunner.perf.merge;

import io.functionrunner.perf.run.InjectorRun.ClockCorrection;
import io.functionrunner.perf.run.RunManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The run that several injectors made together, as a run directory like any other.
 *
 * @param directory where it is
 * @param manifest of all; what each injector did stands in its shards
 * @param records in its simulation.log
 * @param notices what a reader has to know of how it came about, in sentences
 */
public record MergedRun(Path directory, RunManifest manifest, long records, List<String> notices) {

  public MergedRun {
    notices = List.copyOf(notices);
  }

  /**
   * Merges the run directories of one run's injectors, in any order. What a killed injector left is
   * merged as far as it goes. The result appears when all of it is written.
   *
   * @param parts run directories, each of one shard
   * @param into the run directory to be made; nothing may be in it
   * @throws IllegalArgumentException if they are not shards of one run, one is there twice, or
   *     {@code into} is not empty; one sentence
   * @throws IOException if a part is no run directory, or one of its files is not what its name
   *     says; the message names it
   */
  public static MergedRun write(List<Path> parts, Path into, MergeOptions options)
      throws IOException {
    List<Long> given = options.clockOffsets();
    if (!given.isEmpty() && given.size() != parts.size()) {
      throw new IllegalArgumentException(
          "%d clock offsets for %d runs. Expecting one a run"
              .formatted(given.size(), parts.size()));
    }
    if (Files.exists(into) && !isEmpty(into)) {
      throw new IllegalArgumentException(into + " is not empty. Expecting a new folder");
    }
    List<ShardRun> shards = new ArrayList<>();
    Map<Integer, Long> offsets = new TreeMap<>();
    for (int i = 0; i < parts.size(); i++) {
      ShardRun shard = ShardRun.read(parts.get(i));
      shards.add(shard);
      offsets.put(shard.number(), given.isEmpty() ? 0 : given.get(i));
    }
    OneRun.check(shards);
    shards.sort(Comparator.comparing(ShardRun::number));
    List<Optional<ClockCorrection>> clocks =
        given.isEmpty()
            ? InjectorClocks.corrections(shards.stream().map(ShardRun::clock).toList())
            : offsets.values().stream()
                .map(offset -> Optional.of(new ClockCorrection(offset, null)))
                .toList();
    OneRun.checkTimes(shards, clocks);
    Path absolute = into.toAbsolutePath().normalize();
    Files.createDirectories(absolute.getParent());
    Path incomplete = absolute.resolveSibling("." + absolute.getFileName() + ".incomplete");
    delete(incomplete);
    try {
      Files.createDirectory(incomplete);
      MergedRun merged = new Merger(shards, clocks, incomplete, options).merge(into);
      Files.deleteIfExists(absolute);
      Files.move(incomplete, absolute, StandardCopyOption.ATOMIC_MOVE);
      return merged;
    } finally {
      delete(incomplete);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  /** A folder of ours, which has only files in it. */
  private static void delete(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }
}
