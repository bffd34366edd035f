package io.functionrunner.perf.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.baseline.Baseline.Accepted;
import io.functionrunner.perf.baseline.Baseline.Earlier;
import io.functionrunner.perf.stats.MillisHistogram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineFileTest {

  @TempDir private Path home;

  private final SimulatedLoad load = new SimulatedLoad(1, 200, 0.5);
  private final Baseline baseline =
      new Baseline(SimulatedLoad.IDENTITY, List.of(accepted("one"), accepted("two")), List.of());
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Baselines.at(home).fileOf(SimulatedLoad.IDENTITY);
    Files.createDirectories(file.getParent());
    BaselineFile.write(file, baseline);
  }

  @Test
  void readsWhatItWrote() throws IOException {
    assertEquals(home.resolve("Simulated/sandbox-01234567.json"), file);
    assertEquals(baseline, BaselineFile.read(file));
    byte[] first = Files.readAllBytes(file);
    BaselineFile.write(file, BaselineFile.read(file));
    assertArrayEquals(first, Files.readAllBytes(file));
    assertTrue(Files.readString(file).contains("\"acceptedBy\" : \"me\""));
    try (var files = Files.walk(home)) {
      assertTrue(files.noneMatch(f -> f.toString().endsWith(".tmp")));
    }
  }

  @Test
  void tasksThatBelongToAnotherVersionAreFound() throws IOException {
    Path tasks = home.resolve("Simulated/sandbox-01234567/one.tasks.gz");
    TasksFile.write(tasks, load.run("x", 0, 0).tasks());
    assertTrue(failure().contains("does not belong to"), failure());
    Files.write(tasks, new byte[] {1, 2, 3});
    assertTrue(failure().contains("one.tasks.gz: the times"), failure());
    Files.delete(tasks);
    assertTrue(failure().contains("one.tasks.gz"), failure());
  }

  @Test
  void otherSchemasAndOtherFilesAreRefusedWithTheWayOut() throws IOException {
    String text = Files.readString(file);
    Files.writeString(file, text.replace("\"schemaVersion\" : 1", "\"schemaVersion\" : 2"));
    assertTrue(failure().endsWith("Use a newer suite"), failure());
    Files.writeString(file, text.replace("\"schemaVersion\" : 1", "\"schemaVersion\" : 0"));
    assertTrue(failure().contains("bin/perf baseline accept --replace"), failure());
    Files.writeString(file, "{\"schemaVersion\":1,\n\"load\":");
    assertTrue(failure().contains("not JSON") && failure().contains("line 2"), failure());
    Files.writeString(file, "{\"schemaVersion\":1}");
    assertTrue(failure().contains("not a baseline"), failure());
  }

  @Test
  void aReplacedSetLeavesItsEntry() throws IOException {
    Baseline replaced =
        baseline.replacedBy(
            List.of(accepted("three")),
            new Earlier(List.of("one", "two"), "later", "me", "new GPU"));
    BaselineFile.write(file, replaced);
    assertEquals(replaced, BaselineFile.read(file));
    assertEquals("new GPU", BaselineFile.read(file).earlier().get(0).reason());
    assertFalse(Files.exists(home.resolve("Simulated/sandbox-01234567/one.tasks.gz")));
  }

  @Test
  void eachRunCountsOnceAndOnlyRunsOfOneLoadJoin() {
    assertThrows(IllegalArgumentException.class, () -> baseline.plus(List.of(accepted("one"))));
    Identity i = SimulatedLoad.IDENTITY;
    Identity other =
        new Identity(
            i.simulation(),
            i.environment(),
            "ffff",
            1,
            i.model(),
            i.api(),
            i.apiHash(),
            1,
            "whole");
    RunSample run = accepted("x").sample();
    Accepted stranger =
        new Accepted(
            new RunSample("x", other, "m", run.counts(), run.kpis(), run.tasks()),
            "",
            "",
            "",
            "",
            Map.of());
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> baseline.plus(List.of(stranger)));
    assertTrue(e.getMessage().contains("another profile"), e.getMessage());
  }

  @Test
  void theBestFitIsFoundAndTheOthersAreNamed() throws IOException {
    Baselines baselines = Baselines.at(home);
    RunSample same = accepted("x").sample();
    assertTrue(baselines.compare(same, List.of()).isThere());
    Identity i = SimulatedLoad.IDENTITY;
    RunSample elsewhere =
        new RunSample(
            "y",
            new Identity(
                i.simulation(),
                "host-80",
                i.profileHash(),
                1,
                i.model(),
                i.api(),
                i.apiHash(),
                1,
                "whole"),
            "machine",
            same.counts(),
            same.kpis(),
            same.tasks());
    Comparison informational = baselines.compare(elsewhere, List.of());
    assertTrue(informational.isThere() && !informational.gates());
    assertTrue(informational.notice().contains("another environment: host-80"));
    assertTrue(baselines.withAnyEnvironment(true).compare(elsewhere, List.of()).gates());
    RunSample otherSeed =
        new RunSample(
            "z",
            new Identity(
                i.simulation(),
                "sandbox",
                i.profileHash(),
                2,
                i.model(),
                i.api(),
                i.apiHash(),
                1,
                "whole"),
            "machine",
            same.counts(),
            same.kpis(),
            same.tasks());
    Comparison refused = baselines.compare(otherSeed, List.of());
    assertFalse(refused.isThere());
    assertEquals("another seed: 2, the baseline has 1", refused.notice());
    assertTrue(Baselines.OFF.compare(same, List.of()).notice().contains("not asked for"));
    assertEquals(List.of(file), baselines.all());
    baselines.check("Simulated");
    Files.writeString(home.resolve("limits.json"), "{\"schemaVersion\":1,\"nonsense\":2}");
    assertThrows(IOException.class, () -> baselines.check("Simulated"));
  }

  @Test
  void histogramsAreTheSameAfterwards() {
    MillisHistogram histogram = MillisHistogram.of(0, 3, 3, 3, 90_000, 17);
    assertEquals("0 3x3 14 89983", CompactHistogram.text(histogram));
    assertEquals(histogram, CompactHistogram.parse("0 3x3 14 89983"));
    assertEquals(MillisHistogram.EMPTY, CompactHistogram.parse(""));
  }

  private String failure() {
    return assertThrows(IOException.class, () -> BaselineFile.read(file)).getMessage();
  }

  private Accepted accepted(String name) {
    return new Accepted(
        load.run(name, 0, 0),
        "2026-11-27T00:00:00Z",
        "2026-11-27T01:00:00Z",
        "me",
        "why \"not\"",
        Map.of("java", "17"));
  }
}
