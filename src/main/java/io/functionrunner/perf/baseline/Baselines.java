package io.functionrunner.perf.baseline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where baselines are looked for.
 *
 * @param place a folder ({@code <simulation>/<environment>-<profile>.json} in it) or one file;
 *     empty: nothing is compared
 * @param anyEnvironment whether a baseline of another environment may decide too
 * @param earlier directories of runs of the same load that could not tell by themselves: the new
 *     run is compared together with them
 */
public record Baselines(Optional<Path> place, boolean anyEnvironment, List<Path> earlier) {

  /** Nothing is compared. */
  public static final Baselines OFF = new Baselines(Optional.empty(), false, List.of());

  /** A baseline and its file. */
  public record Found(Path file, Baseline baseline) {}

  public Baselines {
    earlier = List.copyOf(earlier);
  }

  /** A folder, or a file. */
  public static Baselines at(Path place) {
    return new Baselines(Optional.of(place), false, List.of());
  }

  /** The same place, where other environments decide too, or not. */
  public Baselines withAnyEnvironment(boolean any) {
    return new Baselines(place, any, earlier);
  }

  /** The same place, for a run together with these. */
  public Baselines withEarlier(List<Path> runs) {
    return new Baselines(place, anyEnvironment, runs);
  }

  /** Why there is nothing to compare runs of a load with; empty when there is. */
  public Optional<String> nothingFor(Identity load) throws IOException {
    if (place.isEmpty()) {
      return Optional.of("not asked for");
    }
    return files(load.simulation()).isEmpty()
        ? Optional.of("no baseline for %s below %s".formatted(load.simulation(), place.get()))
        : Optional.empty();
  }

  /**
   * Compares a run with the baseline that fits it best.
   *
   * @param earlier runs of the same load on the same machine that are compared together with it
   * @throws IOException when a baseline or the limits cannot be read
   */
  public Comparison compare(RunSample run, List<RunSample> earlier) throws IOException {
    Optional<String> nothing = nothingFor(run.identity());
    if (nothing.isPresent()) {
      return Comparison.none(nothing.get());
    }
    Optional<Found> found = find(run.identity());
    Baseline baseline = found.orElseThrow().baseline();
    return Comparer.compare(
        found.get().file().toString(),
        baseline.samples(),
        Stream.concat(earlier.stream(), Stream.of(run)).toList(),
        limits().of(run.identity().simulation()),
        Standing.of(
            baseline.identity(),
            baseline.machines(),
            run.identity(),
            run.fingerprint(),
            anyEnvironment));
  }

  /** Reads all that a run of the simulation may need; an {@link IOException} says what is wrong. */
  public void check(String simulation) throws IOException {
    if (place.isPresent()) {
      limits().of(simulation);
      for (Path file : files(simulation)) {
        BaselineFile.read(file);
      }
    }
  }

  /** The limits that go with it: the folder's own file, or the shipped ones. */
  public LimitsFile limits() throws IOException {
    Optional<Path> own =
        place
            .map(p -> Files.isDirectory(p) ? p : Optional.ofNullable(p.getParent()).orElse(p))
            .map(p -> p.resolve(LimitsFile.NAME))
            .filter(Files::isRegularFile);
    return own.isPresent() ? LimitsFile.read(own.get()) : LimitsFile.shipped();
  }

  /** That of the same load and environment; else of the same load; else any of the simulation. */
  public Optional<Found> find(Identity wanted) throws IOException {
    Path best = null;
    int bestRank = -1;
    for (Path file : files(wanted.simulation())) {
      Identity identity = BaselineFile.identity(file);
      boolean same = wanted.differences(identity).isEmpty();
      boolean here = wanted.environment().equals(identity.environment());
      int rank = (same ? 2 : 0) + (here ? 1 : 0);
      if (rank > bestRank) {
        bestRank = rank;
        best = file;
      }
    }
    return best == null ? Optional.empty() : Optional.of(new Found(best, BaselineFile.read(best)));
  }

  /** Every baseline there is, by name of its file. */
  public List<Path> all() throws IOException {
    if (place.isEmpty() || !Files.isDirectory(place.get())) {
      return place.map(List::of).orElse(List.of());
    }
    try (Stream<Path> folders = Files.list(place.get())) {
      List<Path> files = new ArrayList<>();
      for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
        files.addAll(in(folder));
      }
      return files;
    }
  }

  /** Where the baseline of a load belongs. */
  public Path fileOf(Identity identity) {
    Path home = place.orElseThrow();
    return home.toString().endsWith(".json")
        ? home
        : home.resolve(identity.simulation()).resolve(identity.fileName() + ".json");
  }

  private List<Path> files(String simulation) throws IOException {
    Path home = place.orElseThrow();
    if (Files.isRegularFile(home)) {
      return List.of(home);
    }
    if (!Files.exists(home)) {
      throw new NoSuchFileException(home + ": no such baseline, and no folder of them");
    }
    Path folder = home.resolve(simulation);
    return Files.isDirectory(folder) ? in(folder) : List.of();
  }

  private static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    }
  }
}
