package io.functionrunner.perf.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.functionrunner.perf.run.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The summaries of many runs: a folder with a file for each, so that nothing shared can be damaged,
 * and any file store carries it.
 *
 * @param runs in the order of their start
 * @param skipped files that are no summaries
 */
public record History(List<RunSummary> runs, List<Skipped> skipped) {

  /** A file that was left out, and why. */
  public record Skipped(String file, String reason) {}

  /** No summary comes near it. */
  private static final long MOST_BYTES = 1 << 20;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          // A newer suite may add fields; the version says when an old reader must not go on.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private static final ObjectReader READER = JSON.readerFor(RunSummary.class);

  public History {
    runs = List.copyOf(runs);
    skipped = List.copyOf(skipped);
  }

  /** Reads a folder; one that is not there is an empty history. */
  public static History read(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IOException(folder + " is no folder. Expecting one with summaries of runs");
    }
    List<Path> files = Files.isDirectory(folder) ? files(folder) : List.of();
    // Many files take seconds: all cores read.
    List<Read> read = files.parallelStream().map(History::tryOut).toList();
    return new History(
        read.stream()
            .flatMap(one -> one.run.stream())
            .sorted(
                Comparator.comparingLong(RunSummary::startMillis).thenComparing(RunSummary::run))
            .toList(),
        read.stream().flatMap(one -> one.skipped.stream()).toList());
  }

  /** One of the two. */
  private record Read(Optional<RunSummary> run, Optional<Skipped> skipped) {}

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(History::isOurs).sorted().toList();
    }
  }

  /** Hidden files are those of tools, and ours while they are written. */
  private static boolean isOurs(Path file) {
    return !file.getFileName().toString().startsWith(".") && Files.isRegularFile(file);
  }

  private static Read tryOut(Path file) {
    try {
      return new Read(Optional.of(summary(file)), Optional.empty());
    } catch (IOException e) {
      Skipped skipped = new Skipped(file.getFileName().toString(), reason(e));
      return new Read(Optional.empty(), Optional.of(skipped));
    }
  }

  private static RunSummary summary(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException("%,d bytes are no summary".formatted(Files.size(file)));
    }
    RunSummary summary = READER.readValue(Files.readAllBytes(file));
    if (summary == null) {
      throw new IOException("null is no summary");
    }
    int version = summary.schemaVersion();
    if (version < 1 || version > RunSummary.SCHEMA_VERSION) {
      throw new IOException(
          "schema version %d; this suite reads up to %d"
              .formatted(version, RunSummary.SCHEMA_VERSION));
    }
    return summary;
  }

  private static String reason(IOException e) {
    Throwable told = e;
    while (told.getCause() != null) {
      told = told.getCause();
    }
    String message =
        told instanceof JsonProcessingException json
            ? json.getOriginalMessage()
            : told.getMessage();
    return message == null ? told.getClass().getSimpleName() : message;
  }

  /**
   * Puts a summary into the folder, which is made when it is not there. The file's name comes from
   * the run's own and its start: a run that is analysed again replaces its summary, and no other.
   *
   * @return the file
   */
  public static Path write(Path folder, RunSummary summary) throws IOException {
    Files.createDirectories(folder);
    String name = summary.run().replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^\\.", "_");
    Path file =
        folder.resolve(
            name.substring(0, Math.min(100, name.length()))
                + "-"
                + summary.startMillis()
                + ".json");
    AtomicFile.write(file, out -> out.write(JSON.writeValueAsBytes(summary)));
    return file;
  }
}
