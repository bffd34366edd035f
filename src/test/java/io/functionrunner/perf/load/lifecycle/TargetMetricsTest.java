package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.functionrunner.perf.metrics.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetMetricsTest {

  @TempDir Path directory;

  private static TargetMetrics metrics(Optional<Path> catalogFile) {
    return new TargetMetrics(
        Catalog.builtIn(), catalogFile, List.of(), Duration.ofSeconds(5), Optional.empty());
  }

  @Test
  void theUsersDefinitionsStayWithTheRun() throws IOException {
    String content = "{\"schema\": 1, \"metrics\": []}";
    Path own = Files.writeString(directory.resolve("mine.json"), content);
    Path run = Files.createDirectory(directory.resolve("run"));
    metrics(Optional.of(own)).keepCatalog(run);
    assertEquals(content, Files.readString(run.resolve(Catalog.FILE)));
  }

  @Test
  void aRunByTheBuiltInCatalogKeepsNone() throws IOException {
    metrics(Optional.empty()).keepCatalog(directory);
    assertFalse(Files.exists(directory.resolve(Catalog.FILE)));
  }
}
