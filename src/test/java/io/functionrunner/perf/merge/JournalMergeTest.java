package io.functionrunner.perf.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalMergeTest {

  @TempDir Path directory;

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  @Test
  void linesComeInTheOrderInWhichTheyWereWritten() throws IOException {
    Path first =
        file(
            "first",
            """
            S\t0\t0\ttext\tstandard\t1000\t1001
            A\t0\t0\t1005
            E\t0\t0\tfailed\t3000\t9000\t-1\t-1\t2\t0\tgrün über 概要
            """);
    // By its own clock, which is 500 ms behind; two lines crossed on their way; the last was cut.
    Path second =
        file(
            "second",
            """
            S\t1\t0\ttext\tstandard\t502\t503
            S\t3\t0\ttext\tstandard\t500\t501
            A\t3\t0\t2400
            A\t1\t0\t25""");
    Path out = directory.resolve("out");

    long lines =
        JournalMerge.merge(
            List.of(new JournalMerge.Part(first, 0), new JournalMerge.Part(second, 500)), out);

    assertEquals(
        """
        S\t0\t0\ttext\tstandard\t1000\t1001
        S\t1\t0\ttext\tstandard\t1002\t1003
        S\t3\t0\ttext\tstandard\t1000\t1001
        A\t0\t0\t1005
        A\t3\t0\t2900
        E\t0\t0\tfailed\t3000\t9000\t-1\t-1\t2\t0\tgrün über 概要
        """,
        Files.readString(out));
    assertEquals(6, lines);
  }

  @Test
  void aDamagedLineIsNamed() throws IOException {
    Path damaged = file("damaged", "A\t0\t0\t1005\nwhat is this\nA\t0\t1\t1006\n");
    IOException e =
        assertThrows(
            IOException.class,
            () ->
                JournalMerge.merge(
                    List.of(new JournalMerge.Part(damaged, 0)), directory.resolve("out")));
    assertEquals(damaged + " line 2 is not an event of a task: what is this", e.getMessage());
  }
}
