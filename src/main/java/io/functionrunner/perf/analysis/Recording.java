package io.functionrunner.perf.analysis;

import io.functionrunner.perf.metrics.Readings;
import io.functionrunner.perf.metrics.SeriesFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A series file of the run directory, read. A bad one costs what it held, never the run.
 *
 * @param readings empty when there are none
 * @param problem why there are none; empty otherwise
 */
record Recording(Optional<Readings> readings, String problem) {

  /**
   * Reads it, whole or cut.
   *
   * @param name to tell of when there is no such file
   */
  static Recording read(Optional<Path> file, String name) {
    if (file.isEmpty()) {
      return new Recording(Optional.empty(), "no " + name);
    }
    try {
      return new Recording(Optional.of(SeriesFile.read(file.get())), "");
    } catch (IOException | IllegalArgumentException e) {
      // Named by the file alone: the same run tells the same from wherever it lies.
      String why = String.valueOf(e.getMessage()).replace(file.get().toString(), name);
      return new Recording(Optional.empty(), why.startsWith(name) ? why : name + ": " + why);
    }
  }
}
