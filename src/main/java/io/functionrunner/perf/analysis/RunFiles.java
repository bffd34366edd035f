package io.functionrunner.perf.analysis;

import io.functionrunner.perf.injector.InjectorSampler;
import io.functionrunner.perf.metrics.Catalog;
import io.functionrunner.perf.metrics.SeriesFile;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.TaskJournal;
import io.functionrunner.perf.simlog.SimulationLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of a run, those that exist.
 *
 * @param name of the run directory
 * @param metrics series of the target's own metrics
 * @param catalog the user's definitions that they were collected by
 * @param injector series of the injector's health
 */
record RunFiles(
    String name,
    Optional<Path> manifest,
    Optional<Path> log,
    Optional<Path> journal,
    Optional<Path> metrics,
    Optional<Path> catalog,
    Optional<Path> injector) {

  /**
   * Finds them in a run directory, or beside a simulation.log.
   *
   * @throws IOException when there is nothing to analyse
   */
  static RunFiles of(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    if (!Files.exists(absolute)) {
      throw new NoSuchFileException(path + ": no such run directory or simulation.log");
    }
    boolean directory = Files.isDirectory(absolute);
    Path home = directory ? absolute : absolute.getParent();
    RunFiles files =
        new RunFiles(
            Optional.ofNullable(home.getFileName()).map(Path::toString).orElse(""),
            existing(home.resolve(RunManifest.FILE)),
            directory ? existing(home.resolve(SimulationLog.FILE_NAME)) : Optional.of(absolute),
            existing(home.resolve(TaskJournal.FILE)),
            existing(home.resolve(SeriesFile.FILE)),
            existing(home.resolve(Catalog.FILE)),
            existing(home.resolve(InjectorSampler.FILE)));
    if (files.log.isEmpty() && files.journal.isEmpty()) {
      throw new NoSuchFileException(
          "%s: neither %s nor %s in it: not the directory of a run"
              .formatted(path, SimulationLog.FILE_NAME, TaskJournal.FILE));
    }
    return files;
  }

  private static Optional<Path> existing(Path file) {
    return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
  }
}
