package io.functionrunner.perf.simlog;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Makes one log of several injectors': with the earliest start, one table of texts, and the
 * scenarios of all. Gatling makes its report of it as of any other log.
 *
 * <p>Gatling writes a record when its event ends, so a log is in order of ends, but for records
 * that crossed on their way to the writer. The merge keeps the order within a part and takes, of
 * the parts' next records, the one that was written first; a record counts as written when it
 * ended, and not before the record in front of it. That needs one record a part in memory.
 */
public final class LogMerge {
  private LogMerge() {}

  /**
   * A log to be merged.
   *
   * @param clockOffsetMillis what to add to the times of this injector's clock to get those of the
   *     reference clock
   */
  public record Part(Path log, long clockOffsetMillis) {}

  /**
   * The merged log.
   *
   * @param parts what was read of each part, in the order given
   */
  public record Merged(RunHeader header, long records, long bytes, List<Decoded> parts) {}

  /**
   * Writes the merged log to {@code out}, which appears only when it is complete.
   *
   * @throws IllegalArgumentException if the parts were written by different Gatling versions, or
   *     start more than 24 days apart, or {@code out} is one of them
   * @throws NotASimulationLog if one of the parts is none
   * @throws UnsupportedVersion as {@link SimulationLog#decode}
   */
  public static Merged merge(List<Part> parts, Path out, DecodeOptions options) throws IOException {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("no logs to merge. Expecting at least one");
    }
    for (Part part : parts) {
      if (Files.exists(out) && Files.isSameFile(out, part.log())) {
        throw new IllegalArgumentException(out + ": would be overwritten by the merged log");
      }
    }
    List<MergePart> open = new ArrayList<>();
    Path incomplete = out.resolveSibling(out.getFileName() + ".incomplete");
    try {
      for (Part part : parts) {
        open.add(new MergePart(part.log(), part.clockOffsetMillis(), options));
      }
      Merged merged = merge(open, incomplete);
      Files.move(incomplete, out, StandardCopyOption.REPLACE_EXISTING);
      return merged;
    } finally {
      for (MergePart part : open) {
        part.close();
      }
      Files.deleteIfExists(incomplete);
    }
  }

  /**
   * Looks whether a file can be a part.
   *
   * @throws NotASimulationLog if it is none
   * @throws UnsupportedVersion as {@link SimulationLog#decode}
   */
  public static void check(Path log, DecodeOptions options) throws IOException {
    try (MergePart part = new MergePart(log, 0, options)) {
      part.open();
    }
  }

  private static Merged merge(List<MergePart> parts, Path out) throws IOException {
    RunHeader header = header(parts);
    try (LogWriter writer = new LogWriter(new BufferedOutputStream(Files.newOutputStream(out)))) {
      writer.run(header);
      MergedTexts texts = new MergedTexts(writer);
      PriorityQueue<MergePart> queue =
          new PriorityQueue<>(Comparator.comparingLong(MergePart::dueMillis));
      for (MergePart part : parts) {
        part.join(header, texts);
        if (part.advance()) {
          queue.add(part);
        }
      }
      while (!queue.isEmpty()) {
        MergePart next = queue.poll();
        next.emit(writer);
        if (next.advance()) {
          queue.add(next);
        }
      }
      List<Decoded> decoded = parts.stream().map(MergePart::decoded).toList();
      long records = decoded.stream().mapToLong(Decoded::records).sum();
      return new Merged(header, records, writer.bytes(), decoded);
    }
  }

  private static RunHeader header(List<MergePart> parts) throws IOException {
    Set<String> versions = new LinkedHashSet<>();
    Set<String> simulations = new LinkedHashSet<>();
    Set<String> descriptions = new LinkedHashSet<>();
    Set<String> scenarios = new LinkedHashSet<>();
    Set<ByteBuffer> assertions = new LinkedHashSet<>();
    long startEpochMillis = Long.MAX_VALUE;
    for (MergePart part : parts) {
      RunHeader header = part.open();
      versions.add(header.gatlingVersion());
      simulations.add(header.simulationClass());
      descriptions.add(header.description());
      scenarios.addAll(header.scenarios());
      assertions.addAll(header.assertions());
      startEpochMillis = Math.min(startEpochMillis, part.startEpochMillis());
    }
    if (versions.size() > 1) {
      throw new IllegalArgumentException(
          "logs of Gatling %s cannot be one. Expecting the same version in all"
              .formatted(String.join(" and ", versions)));
    }
    descriptions.remove("");
    return new RunHeader(
        versions.iterator().next(),
        String.join(" + ", simulations),
        startEpochMillis,
        String.join(" + ", descriptions),
        List.copyOf(scenarios),
        List.copyOf(assertions));
  }
}
