package io.functionrunner.perf.merge;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Makes one {@code tasks.tsv} of several injectors', in the order in which their lines were
 * written. As users have their global numbers, no task is in two of them. One line a part is in
 * memory.
 */
final class JournalMerge {

  private JournalMerge() {}

  /** A journal to be merged, and what to add to its times. */
  record Part(Path file, long clockOffsetMillis) {}

  /**
   * Writes the merged journal.
   *
   * @return the lines written
   * @throws IOException also when a line is no event of a task; the message names file and line
   */
  static long merge(List<Part> parts, Path out) throws IOException {
    List<JournalPart> open = new ArrayList<>();
    try (BufferedWriter writer = Files.newBufferedWriter(out, StandardCharsets.ISO_8859_1)) {
      PriorityQueue<JournalPart> queue =
          new PriorityQueue<>(Comparator.comparingLong(JournalPart::dueMillis));
      for (Part part : parts) {
        JournalPart opened = new JournalPart(part.file(), part.clockOffsetMillis());
        open.add(opened);
        if (opened.advance()) {
          queue.add(opened);
        }
      }
      long lines = 0;
      while (!queue.isEmpty()) {
        JournalPart next = queue.poll();
        writer.write(next.line());
        writer.write('\n');
        lines++;
        if (next.advance()) {
          queue.add(next);
        }
      }
      return lines;
    } finally {
      for (JournalPart part : open) {
        part.close();
      }
    }
  }
}
