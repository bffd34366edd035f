package io.functionrunner.perf.simlog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationLogTest {
  @TempDir Path directory;

  @Test
  void tellsWhatWasWritten() throws IOException {
    RecordedCalls written = new RecordedCalls();
    new LogGenerator(1, 2_000, 100).writeTo(written);
    Path log = directory.resolve("simulation.log");
    new LogGenerator(1, 2_000, 100).write(log);

    RecordedCalls read = new RecordedCalls();
    Decoded decoded = SimulationLog.decode(log, read, DecodeOptions.DEFAULT);

    assertEquals(written.lines, read.lines);
    assertEquals(written.lines.size() - 1, decoded.records());
    assertEquals(Files.size(log), decoded.bytes());
    assertEquals(Optional.empty(), decoded.truncation());
  }

  @Test
  void aCopyIsTheSameByteForByte() throws IOException {
    Path log = directory.resolve("simulation.log");
    new LogGenerator(2, 2_000, 100).write(log);
    Path copy = directory.resolve("copy.log");
    try (OutputStream out = Files.newOutputStream(copy);
        LogWriter writer = new LogWriter(out)) {
      SimulationLog.decode(log, writer, DecodeOptions.DEFAULT);
      assertEquals(Files.size(log), writer.bytes());
    }

    assertArrayEquals(Files.readAllBytes(log), Files.readAllBytes(copy));
  }

  /** A killed JVM leaves a file that ends anywhere. */
  @Test
  void cutAnywhereKeepsEverythingBefore() throws IOException {
    Path log = directory.resolve("simulation.log");
    new LogGenerator(3, 20, 10).write(log);
    byte[] bytes = Files.readAllBytes(log);
    RecordedCalls whole = new RecordedCalls();
    SimulationLog.decode(log, whole, DecodeOptions.DEFAULT);
    Path cut = directory.resolve("cut.log");
    int headers = 0;
    long complete = 0;
    for (int length = 0; length < bytes.length; length++) {
      Files.write(cut, Arrays.copyOf(bytes, length));
      RecordedCalls part = new RecordedCalls();
      Decoded decoded;
      try {
        decoded = SimulationLog.decode(cut, part, DecodeOptions.DEFAULT);
      } catch (NotASimulationLog e) {
        assertTrue(e.getMessage().contains(length == 0 ? "0 bytes" : "after " + length + " bytes"));
        headers++;
        continue;
      }
      assertEquals(whole.lines.subList(0, part.lines.size()), part.lines);
      assertEquals(part.lines.size() - 1, decoded.records());
      if (decoded.truncation().isEmpty()) {
        complete++;
        assertEquals(length, decoded.bytes());
      } else {
        Truncation truncation = decoded.truncation().get();
        assertEquals(Truncation.Kind.CUT, truncation.kind());
        assertEquals(decoded.bytes(), truncation.atByte());
        assertEquals(decoded.records(), truncation.afterRecords());
        assertTrue(truncation.atByte() < length);
      }
    }
    assertEquals(whole.lines.size() - 1, complete);
    assertTrue(headers > 50, headers + " lengths inside the run record");
  }

  @Test
  void recordsLargerThanTheBufferOnItsEdges() throws IOException {
    Path log = directory.resolve("simulation.log");
    RecordedCalls written = new RecordedCalls();
    try (OutputStream out = Files.newOutputStream(log);
        LogWriter writer = new LogWriter(out)) {
      for (LogSink sink : List.of(writer, written)) {
        sink.run(header("3.14.9"));
        for (int id = 1; id <= 20; id++) {
          sink.string(id, Character.toString(0x4E00 + id).repeat(100_000 + 977 * id));
          sink.error(id, id);
        }
      }
    }

    RecordedCalls read = new RecordedCalls();
    Decoded decoded = SimulationLog.decode(log, read, DecodeOptions.DEFAULT);
    assertEquals(Optional.empty(), decoded.truncation());
    assertEquals(written.lines, read.lines);
  }

  @Test
  void unknownVersionIsNamedWithTheKnownOnes() throws IOException {
    Path log = directory.resolve("simulation.log");
    write(log, header("3.99.2"));

    UnsupportedVersion e =
        assertThrows(UnsupportedVersion.class, () -> decode(log, DecodeOptions.DEFAULT));
    assertEquals("3.99.2", e.version());
    assertTrue(e.getMessage().contains("Gatling 3.99.2. Known are 3.13, 3.14, 3.15"));
    Decoded forced = decode(log, DecodeOptions.DEFAULT.withAnyVersion(true));
    assertEquals(header("3.99.2"), forced.header());
  }

  @Test
  void whatIsNotALogSaysWhy() throws IOException {
    assertTrue(refusal("").contains("0 bytes"));
    assertTrue(refusal("RUN\tBaselineTest\tbaseline\t170").contains("text log"));
    assertTrue(refusal("<html>").contains("first byte is 60"));
    assertTrue(refusal("R").contains("first byte is 82"));
    assertTrue(refusal("\0\0\0\0\4junk\0").contains("no Gatling version"));
    assertTrue(refusal("\0\177\177\177\177").contains("2139062143 bytes of version"));
    assertTrue(refusal("\0\0\0\0\0063.15.1\0\0\0").contains("inside its run record, after 14"));
  }

  @Test
  void whatIsNoRecordIsCorruptFromThereOn() throws IOException {
    int headerLength = log(new byte[0]).length;
    assertCorrupt("header 9", 0, new byte[] {9});
    assertCorrupt("scenario", 1, new byte[] {2, 0, 0, 0, 1, 1, 0, 0, 0, 5, 2, 0, 0, 0, 2, 1});
    assertCorrupt("flag", 0, new byte[] {2, 0, 0, 0, 1, 7});
    assertCorrupt("-1 groups", 0, new byte[] {1, -1, -1, -1, -1});
    assertCorrupt("index -1 where 0", 0, new byte[] {4, -1, -1, -1, -1});
    assertCorrupt("index -2147483648", 0, new byte[] {4, -128, 0, 0, 0});
    assertCorrupt("index 2 where 0", 0, new byte[] {4, 0, 0, 0, 2});
    assertCorrupt("2147483647 bytes", 0, new byte[] {4, 0, 0, 0, 1, 127, -1, -1, -1});
    assertCorrupt("coder 7", 0, new byte[] {4, 0, 0, 0, 1, 0, 0, 0, 1, 'a', 7});
    assertCorrupt("UTF-16", 0, new byte[] {4, 0, 0, 0, 1, 0, 0, 0, 1, 'a', 1});
    assertTrue(headerLength > 0);
  }

  private void assertCorrupt(String reason, long after, byte[] records) throws IOException {
    Path log = directory.resolve("corrupt.log");
    Files.write(log, log(records));
    Truncation truncation = decode(log, DecodeOptions.DEFAULT).truncation().orElseThrow();
    assertEquals(Truncation.Kind.CORRUPT, truncation.kind());
    assertEquals(after, truncation.afterRecords());
    assertTrue(truncation.text().contains(reason), truncation::text);
  }

  private byte[] log(byte[] records) throws IOException {
    Path log = directory.resolve("header.log");
    write(log, header("3.15.1"));
    byte[] header = Files.readAllBytes(log);
    byte[] bytes = Arrays.copyOf(header, header.length + records.length);
    System.arraycopy(records, 0, bytes, header.length, records.length);
    return bytes;
  }

  private String refusal(String content) throws IOException {
    Path file = directory.resolve("other.log");
    Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
    String message =
        assertThrows(NotASimulationLog.class, () -> decode(file, DecodeOptions.DEFAULT))
            .getMessage();
    assertTrue(message.startsWith(file + ": "));
    return message;
  }

  private static Decoded decode(Path file, DecodeOptions options) throws IOException {
    return SimulationLog.decode(file, new LogSink() {}, options);
  }

  private static void write(Path log, RunHeader header) throws IOException {
    try (OutputStream out = Files.newOutputStream(log);
        LogWriter writer = new LogWriter(out)) {
      writer.run(header);
    }
  }

  private static RunHeader header(String version) {
    return new RunHeader(
        version,
        "com.example.Überlast",
        1_790_000_000_123L,
        "",
        List.of("one", "二"),
        List.of(ByteBuffer.wrap(new byte[] {1, 2, 3}), ByteBuffer.allocate(0)));
  }
}
