package io.functionrunner.perf.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskJournalTest {

  @TempDir Path directory;

  private static TaskRecord ended(int index, Outcome outcome, String reason) {
    return new TaskRecord(
        9, index, "image", "draft", 1000, 1002, 1010, outcome, 5000, 4700, 1005, 2000, 4990, 3, 1,
        reason);
  }

  private Path journal(String hostileReason) throws IOException {
    Path file = directory.resolve(TaskJournal.FILE);
    try (TaskJournal journal = new TaskJournal(file)) {
      journal.submitted(9, 0, "image", "draft", 1000, 1002);
      journal.accepted(9, 0, 1010);
      journal.submitted(9, 1, "image", "draft", 1000, 1002);
      journal.submitted(9, 2, "image", "draft", 1000, 1002);
      journal.accepted(9, 1, 1010);
      journal.ended(ended(1, Outcome.FAILED, hostileReason));
      journal.ended(ended(0, Outcome.COMPLETED, ""));
    }
    return file;
  }

  private static List<TaskRecord> read(Path file) throws IOException {
    List<TaskRecord> tasks = new ArrayList<>();
    TaskJournalReader.read(file, tasks::add);
    return tasks;
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    List<TaskRecord> tasks = read(journal("no GPU"));
    assertEquals(
        List.of(ended(1, Outcome.FAILED, "no GPU"), ended(0, Outcome.COMPLETED, "")),
        tasks.subList(0, 2));
    assertEquals(3, tasks.size());
    assertEquals(2, tasks.get(2).index());
    assertEquals(null, tasks.get(2).outcome());
    assertEquals(TaskRecord.ABSENT, tasks.get(2).acceptedMillis());
  }

  @Test
  void aReasonCannotBreakOutOfItsField() throws IOException {
    String hostile = "a\tb\nE\t9\t2\tcompleted\r" + "x".repeat(10_000) + "\ud800";
    List<TaskRecord> tasks = read(journal(hostile));
    assertEquals(3, tasks.size());
    assertTrue(tasks.get(0).reason().startsWith("a b E 9 2 completed xx"));
    assertTrue(tasks.get(0).reason().length() <= TaskJournal.MAX_REASON);
  }

  @Test
  void tellsHowFarItIs() throws IOException {
    Path file = directory.resolve(TaskJournal.FILE);
    try (TaskJournal journal = new TaskJournal(file)) {
      for (int i = 0; i < 1_000; i++) {
        journal.submitted(9, i, "image", "draft", 1000, 1002);
      }
    }
    List<Long> told = new ArrayList<>();
    TaskJournalReader.read(file, task -> {}, told::add);
    assertEquals(told.stream().sorted().toList(), told);
    assertTrue(told.get(0) < Files.size(file), told::toString);
    assertEquals(Files.size(file), told.get(told.size() - 1));
  }

  /** A kill cuts anywhere: every prefix of the file is a journal, with each whole line in it. */
  @Test
  void everyCutLeavesWhatCameBefore() throws IOException {
    byte[] whole = Files.readAllBytes(journal("no GPU"));
    Path cut = directory.resolve("cut.tsv");
    for (int length = 0; length <= whole.length; length++) {
      Files.write(cut, Arrays.copyOf(whole, length));
      String text = new String(whole, 0, length, java.nio.charset.StandardCharsets.UTF_8);
      String lines = text.substring(0, text.lastIndexOf('\n') + 1);
      List<TaskRecord> tasks = read(cut);
      assertEquals(lines.lines().filter(l -> l.startsWith("S")).count(), tasks.size());
      assertEquals(
          lines.lines().filter(l -> l.startsWith("E")).count(),
          tasks.stream().filter(t -> t.outcome() != null).count());
    }
  }

  /** As they were written before the end told when the task was last seen unended. */
  @Test
  void filesOfEarlierVersionsAreRead() throws IOException {
    Path file = directory.resolve("earlier.tsv");
    Files.writeString(
        file,
        """
        S\t9\t0\timage\tdraft\t1000\t1002
        A\t9\t0\t1010
        E\t9\t0\tfailed\t5000\t1005\t2000\t4990\t3\t1\tno GPU
        """);
    TaskRecord task = read(file).get(0);
    assertEquals("no GPU", task.reason());
    assertEquals(1, task.rejections());
    assertEquals(TaskRecord.ABSENT, task.pendingMillis());
  }

  @Test
  void aForeignLineIsAnErrorThatNamesIt() throws IOException {
    Path file = directory.resolve("foreign.tsv");
    Files.writeString(file, "S\t1\t2\timage\tdraft\t1\t2\nhello\n");
    IOException e = assertThrows(IOException.class, () -> read(file));
    assertTrue(e.getMessage().contains("line 2") && e.getMessage().contains("hello"));
  }
}
