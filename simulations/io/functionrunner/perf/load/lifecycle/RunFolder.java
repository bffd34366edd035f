package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.load.settings.Refused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the directory that Gatling makes for this run. Gatling names it after the simulation and
 * the millisecond, between the simulation's constructor and its first action, and tells nobody;
 * "the newest" is another run's when two overlap. So a file lock lets one run at a time through
 * that stretch (some tenths of a second; the lock dies with its process): what is new then is ours.
 */
final class RunFolder {

  private final Path results;
  private final String prefix;
  private final FileChannel lock;
  private final Set<Path> before;

  private RunFolder(Path results, String prefix, FileChannel lock, Set<Path> before) {
    this.results = results;
    this.prefix = prefix;
    this.lock = lock;
    this.before = before;
  }

  /**
   * To be called last in the simulation's constructor.
   *
   * @param results Gatling's results folder
   * @param simulation simple name of the class
   */
  static RunFolder awaited(Path results, String simulation) {
    try {
      Files.createDirectories(results);
      FileChannel channel =
          FileChannel.open(
              results.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel.lock();
      String prefix = simulation.toLowerCase(Locale.ROOT) + "-";
      return new RunFolder(results, prefix, channel, folders(results, prefix));
    } catch (IOException e) {
      throw new Refused(
          "results folder %s cannot be written: %s. Expecting a folder that this user may write (-Dgatling.resultsFolder=...)"
              .formatted(results, e));
    }
  }

  /** To be called when the first action is built: the directory is there now. */
  Path found() {
    try (lock) {
      Set<Path> fresh = folders(results, prefix);
      fresh.removeAll(before);
      if (fresh.size() != 1) {
        throw new Refused(
            "expected one new directory %s* in %s, but found %s".formatted(prefix, results, fresh));
      }
      return fresh.iterator().next();
    } catch (IOException e) {
      throw new Refused("results folder %s cannot be read: %s".formatted(results, e));
    }
  }

  private static Set<Path> folders(Path results, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(results)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .filter(Files::isDirectory)
          .collect(Collectors.toSet());
    }
  }
}
