package io.functionrunner.perf.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskJournalLineTest {

  private static final String SUBMITTED = "S\t7\t3\timage\tdraft\t1790000000100\t1790000000105";
  private static final String ACCEPTED = "A\t7\t3\t1790000000109";
  private static final String ENDED =
      "E\t7\t3\tfailed\t1790000002000\t1790000123000\t-1\t-1\t4\t0\tgpu 1790000000000 lost";

  @Test
  void tellsWhenAnEventWas() {
    assertEquals(1_790_000_000_105L, TaskJournalLine.atMillis(SUBMITTED));
    assertEquals(1_790_000_000_109L, TaskJournalLine.atMillis(ACCEPTED));
    assertEquals(1_790_000_002_000L, TaskJournalLine.atMillis(ENDED));
  }

  @Test
  void shiftsTheInjectorsTimesAndNotTheServers() {
    assertEquals(
        "S\t7\t3\timage\tdraft\t1789999999600\t1789999999605",
        TaskJournalLine.shifted(SUBMITTED, -500));
    assertEquals("A\t7\t3\t1790000000609", TaskJournalLine.shifted(ACCEPTED, 500));
    assertEquals(
        "E\t7\t3\tfailed\t1790000002001\t1790000123000\t-1\t-1\t4\t0\tgpu 1790000000000 lost",
        TaskJournalLine.shifted(ENDED, 1),
        "of a version before tasks were known to be unended at some time");
    assertEquals(
        "E\t7\t3\tcompleted\t1790000002001\t-1\t-1\t-1\t4\t0\t\t1790000001501",
        TaskJournalLine.shifted(
            "E\t7\t3\tcompleted\t1790000002000\t-1\t-1\t-1\t4\t0\t\t1790000001500", 1));
    String never = "E\t7\t3\terror\t1790000002000\t-1\t-1\t-1\t0\t0\tconnection\t-1";
    assertEquals(never.replace("2000", "2001"), TaskJournalLine.shifted(never, 1));
    assertEquals(
        "S\t7\t3\timage\tdraft\t-1\t1790000000106",
        TaskJournalLine.shifted("S\t7\t3\timage\tdraft\t-1\t1790000000105", 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "X\t1", "S\t7\t3", "A\t7\t3\tsoon", "A 7 3 1790000000109"})
  void refusesWhatIsNoEvent(String line) {
    assertThrows(IllegalArgumentException.class, () -> TaskJournalLine.atMillis(line));
  }
}
