package io.functionrunner.perf.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.run.Series;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesFileTest {

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("metrics.series.gz");
  }

  @Test
  void givesBackWhatWasWritten() throws IOException {
    Random random = new Random(2);
    Map<String, MetricResult> results = new LinkedHashMap<>();
    for (String id : List.of("a", "b")) {
      results.put(
          id,
          new MetricResult.Collected(
              id, List.of(series(id, "x\n\"\\", random), series(id, "y", random))));
    }
    results.put("c", new MetricResult.NotCollected("c", "no target serves c\n"));
    Readings written =
        new Readings(
            "Prometheus at http://p:9090",
            Duration.ofSeconds(15),
            Optional.of(new ClockOffset(-3.25, 0.5)),
            results,
            List.of("first notice", "second"),
            false);
    SeriesFile.write(file(), written);
    assertEquals(written, SeriesFile.read(file()));
  }

  /** A series with gaps and with values of every size. */
  private static Series series(String id, String label, Random random) {
    long[] millis = new long[500];
    double[] values = new double[500];
    long now = 1_790_000_000_000L;
    for (int i = 0; i < millis.length; i++) {
      now += 5000L * (1 + random.nextInt(3));
      millis[i] = now;
      values[i] =
          switch (random.nextInt(4)) {
            case 0 -> random.nextInt(100);
            case 1 -> -random.nextDouble();
            case 2 -> Double.longBitsToDouble(random.nextLong() & 0x7FEFFFFFFFFFFFFFL);
            default -> 1e15 + random.nextInt();
          };
    }
    return new Series(id, Map.of("label", label), millis, values);
  }

  /** Killed at any byte: whatever was flushed before is read, and the cut is told. */
  @Test
  void aCutFileIsReadUpToTheCut() throws IOException {
    long[] sizes = new long[20];
    try (SeriesWriter writer = new SeriesWriter(file(), "scrape of x", Duration.ofSeconds(5))) {
      for (int i = 0; i < sizes.length; i++) {
        writer.point("a", Map.of(), i * 5000L, Math.sqrt(i));
        writer.point("b", Map.of("l", "v"), i * 5000L, i);
        writer.flush();
        sizes[i] = Files.size(file());
      }
    }
    byte[] whole = Files.readAllBytes(file());
    assertFalse(SeriesFile.read(file()).truncated());
    Path cut = directory.resolve("cut");
    for (int length = 0; length < whole.length; length++) {
      Files.write(cut, Arrays.copyOf(whole, length));
      Readings readings = SeriesFile.read(cut);
      assertTrue(readings.truncated(), "cut at " + length);
      int kept = length;
      int rounds = (int) Arrays.stream(sizes).filter(size -> size <= kept).count();
      int points = readings.series("b").isEmpty() ? 0 : readings.series("b").get(0).size();
      assertTrue(points == rounds || points == rounds + 1, "cut at " + length + ": " + points);
      for (int i = 0; i < points; i++) {
        assertEquals(i, readings.series("b").get(0).values()[i]);
        assertEquals(i * 5000L, readings.series("b").get(0).epochMillis()[i]);
      }
    }
  }

  @Test
  void refusesWhatIsNoSeriesFile() throws IOException {
    write("hello\n");
    assertEquals(
        file() + ": not a series file",
        assertThrows(IOException.class, () -> SeriesFile.read(file())).getMessage());
    write("perf-series 2\n");
    assertEquals(
        file() + ": version 2 of the series file. Expecting 1",
        assertThrows(IOException.class, () -> SeriesFile.read(file())).getMessage());
    write("perf-series 1\nH {\"source\":\"s\",\"stepMillis\":1}\nT 5\n0 1\n");
    assertEquals(
        file() + ": line 4 is damaged",
        assertThrows(IOException.class, () -> SeriesFile.read(file())).getMessage());
    Files.writeString(file(), "not compressed, and long enough to tell");
    assertThrows(IOException.class, () -> SeriesFile.read(file()));
  }

  private void write(String text) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file()))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void refusesNotANumberAndTimeRunningBack() throws IOException {
    try (SeriesWriter writer = new SeriesWriter(file(), "s", Duration.ofSeconds(5))) {
      assertThrows(
          IllegalArgumentException.class, () -> writer.point("a", Map.of(), 1, Double.NaN));
      writer.point("a", Map.of(), 5, 1);
      assertThrows(IllegalArgumentException.class, () -> writer.point("a", Map.of(), 4, 1));
    }
  }

  /** A disk that was full for one byte, wherever: the file ends there, and has no hole. */
  @Test
  void aWriteThatFailsOnceEndsTheFile() throws IOException {
    for (int room = 30; room < 600; room++) {
      FullOnce disk = new FullOnce(Files.newOutputStream(file()), room);
      try (SeriesWriter writer = new SeriesWriter(disk, "a source", Duration.ofSeconds(5))) {
        for (int i = 0; i < 60; i++) {
          writer.point("workers", Map.of(), 5_000L * i, Math.sqrt(i));
          writer.flush();
        }
        writer.notice("the end");
      } catch (IOException e) {
        assertEquals("No space left on device", e.getMessage());
      }
      assertTrue(disk.wasFull, "room " + room);
      assertTrue(SeriesFile.read(file()).truncated(), "room " + room);
    }
  }

  private static final class FullOnce extends FilterOutputStream {
    private int room;
    private boolean wasFull;

    FullOnce(OutputStream out, int room) {
      super(out);
      this.room = room;
    }

    @Override
    public void write(int b) throws IOException {
      if (room-- == 0) {
        wasFull = true;
        throw new IOException("No space left on device");
      }
      super.write(b);
    }
  }
}
