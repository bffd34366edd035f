package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.analysis.RunAnalyzer;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.kpi.CriterionResult;
import io.functionrunner.perf.merge.MergeOptions;
import io.functionrunner.perf.merge.MergedRun;
import io.functionrunner.perf.run.InjectorRun;
import io.functionrunner.perf.run.RunManifest.Status;
import io.functionrunner.perf.sandbox.SandboxChild;
import io.functionrunner.perf.stats.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four injectors, each with a network of its own, as on four hosts; to three of them happens what
 * happens to hosts. Needs root, iproute2 and faketime.
 */
@Tag("full")
class InjectorHostsIT {

  private static final int KILLED = 2;
  private static final int DELAYED = 3;
  private static final int SKEWED = 4;

  /** 18 s of ten minutes. */
  private static final double TIME_SCALE = 0.03;

  @TempDir Path home;

  @Test
  void whatHappensToAHostIsSaidOfTheRun() throws Exception {
    List<GatlingProcess> processes = new ArrayList<>();
    long begin = System.nanoTime();
    try (NetworkNamespaces hosts = new NetworkNamespaces(4);
        SandboxChild sandbox =
            Shards.sandbox(hosts.on(0), "--speed=50", "--host=" + NetworkNamespaces.first())) {
      Instant start = Shards.after(System.nanoTime() - begin, 4);
      Shards shards = new Shards(home, sandbox.baseUrl().toString(), start);
      try {
        for (int index = 1; index <= 4; index++) {
          List<String> place = new ArrayList<>(hosts.on(index));
          if (index == SKEWED) {
            place.addAll(List.of("faketime", "-f", "+3s"));
          }
          processes.add(
              shards.start(
                  place, Map.of("FAKETIME_DONT_FAKE_MONOTONIC", "1"), index, 4, TIME_SCALE));
        }
        GatlingProcess delayed = processes.get(DELAYED - 1);
        delayed.awaitLine("The load starts at");
        sleepUntil(start.minusSeconds(1));
        delayed.signal("STOP");
        sleepUntil(start.plusSeconds(4));
        delayed.signal("CONT");
        sleepUntil(start.plusSeconds(9));
        processes.get(KILLED - 1).signal("KILL");
        for (int index = 1; index <= 4; index++) {
          GatlingProcess process = processes.get(index - 1);
          assertEquals(index == KILLED ? 128 + 9 : 0, process.end(), process::output);
        }
        List<FinishedRun> runs = new ArrayList<>();
        for (GatlingProcess process : processes) {
          runs.add(process.left());
        }
        assertOutcome(runs);
      } finally {
        processes.forEach(GatlingProcess::close);
      }
    }
    assertNoNamespaceIsLeft();
  }

  private void assertOutcome(List<FinishedRun> runs) throws IOException {
    Path merged = home.resolve("merged");
    MergedRun run =
        MergedRun.write(
            runs.stream().map(FinishedRun::directory).toList(), merged, MergeOptions.DEFAULT);
    List<InjectorRun> injectors = run.manifest().shards().injectors();
    assertEquals(Status.RUNNING, injectors.get(KILLED - 1).status());
    assertEquals(Status.COMPLETED, injectors.get(DELAYED - 1).status());
    assertNull(injectors.get(0).problem());
    for (InjectorRun injector : injectors) {
      long offset = injector.clock().offsetMillis();
      boolean right = injector.shard() == SKEWED ? Math.abs(offset + 3_000) < 50 : offset == 0;
      assertTrue(right, injector::toString);
    }
    long tasks = 0;
    for (FinishedRun one : runs) {
      tasks += one.tasks().size();
    }
    assertEquals(tasks, new FinishedRun(merged).tasks().size());

    Analysis analysis = RunAnalyzer.analyze(merged, AnalysisOptions.with(CriteriaFile.shipped()));
    assertEquals(Verdict.INVALID, analysis.conclusion().verdict());
    assertSays(
        analysis, "run.finished", "shard 2 of 4: its process was killed, or it still goes on");
    assertSays(analysis, "run.injector", "shard 3 of 4: the injector could not keep its schedule");
    assertSays(analysis, "run.together", " s after shard 4; ");
    assertTrue(criterion(analysis, "run.shards").is(Verdict.PASS), "all four are there");
    assertTrue(analysis.tasks().orElseThrow().clock().orElseThrow().consistent());
  }

  private static void assertSays(Analysis analysis, String id, String words) {
    CriterionResult criterion = criterion(analysis, id);
    assertTrue(criterion.is(Verdict.INVALID), criterion::toString);
    assertTrue(criterion.reason().contains(words), criterion::reason);
  }

  private static CriterionResult criterion(Analysis analysis, String id) {
    return analysis.criteria().stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
  }

  private static void assertNoNamespaceIsLeft() throws IOException {
    Path names = Path.of("/var/run/netns");
    if (Files.isDirectory(names)) {
      try (Stream<Path> all = Files.list(names)) {
        String ours = "perf-" + ProcessHandle.current().pid();
        assertTrue(all.noneMatch(name -> name.getFileName().toString().startsWith(ours)));
      }
    }
  }

  private static void sleepUntil(Instant time) throws InterruptedException {
    Thread.sleep(Math.max(0, Duration.between(Instant.now(), time).toMillis()));
  }
}
