package io.functionrunner.perf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.analysis.SimulatedRun;
import io.functionrunner.perf.merge.ShardedRun;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.workload.Profiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MergeCommandTest {

  @TempDir Path directory;

  private final StringWriter errors = new StringWriter();
  private List<Path> parts;

  @BeforeEach
  void shards() throws IOException {
    SimulatedRun whole = new SimulatedRun(Profiles.spike(), 10, 1, 0.002);
    parts = new ShardedRun(whole, 2, directory).write();
  }

  private int merge(Path into, String... arguments) {
    CommandLine line = Perf.commandLine();
    line.setErr(new PrintWriter(errors, true));
    String[] all = new String[arguments.length + 4];
    all[0] = "merge";
    all[1] = "-o";
    all[2] = into.toString();
    all[3] = "--baseline=off";
    System.arraycopy(arguments, 0, all, 4, arguments.length);
    return line.execute(all);
  }

  @Test
  void shardsBecomeARunAndTheStatusIsItsVerdicts() {
    Path into = directory.resolve("merged");
    assertEquals(0, merge(into, parts.get(0).toString(), parts.get(1).toString()));
    for (String file : List.of("performance.html", "analysis.json", "js/global_stats.json")) {
      assertTrue(Files.exists(into.resolve(file)), file);
    }
  }

  @Test
  void aLackingShardIsInvalidUnlessAllowed() {
    assertEquals(4, merge(directory.resolve("a"), parts.get(1).toString()));
    assertEquals(0, merge(directory.resolve("b"), "--allow-missing", parts.get(1).toString()));
  }

  @Test
  void oneShardTwiceIsOneSentence() {
    String part = parts.get(0).toString();
    assertEquals(1, merge(directory.resolve("merged"), part, part));
    assertTrue(errors.toString().contains("are both shard 1 of 2"), errors::toString);
    assertFalse(errors.toString().contains("\tat "), errors::toString);
    assertFalse(Files.exists(directory.resolve("merged")));
  }

  @Test
  void logsAloneBecomeALog() {
    Path into = directory.resolve("log");
    assertEquals(
        0,
        merge(
            into,
            parts.get(0).resolve("simulation.log").toString(),
            parts.get(1).resolve("simulation.log").toString()));
    assertTrue(Files.exists(into.resolve("simulation.log")));
    assertFalse(Files.exists(into.resolve(RunManifest.FILE)));
  }
}
