package io.functionrunner.perf.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 24 h at 5 s of 100 series: below 50 MB, and analysed with 256 MiB of heap. */
@Tag("full")
class SeriesFileSizeTest {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"random", "gauges"})
  void aDayFits(String kind) throws Exception {
    Path file = directory.resolve("day.gz");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                DayOfSeries.class.getName(),
                file.toString(),
                kind)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertEquals(DayOfSeries.SERIES * DayOfSeries.POINTS + " points analysed", said.strip());
    assertTrue(Files.size(file) < 50_000_000, kind + ": " + Files.size(file) + " bytes");
  }
}
