package io.functionrunner.perf.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.analysis.RunAnalyzer;
import io.functionrunner.perf.analysis.SimulatedRun;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.TaskJournal;
import io.functionrunner.perf.workload.Cohort;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.Profiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** StressTest's search against the sandbox's engine, whose limit is known, in virtual time. */
class SearchRunTest {

  private static final Map<String, String> FEW_IMAGE_WORKERS = Map.of("workers", "image=50");

  @TempDir Path directory;

  private static VirtualSearch search(Map<String, String> sandbox, long seed) throws IOException {
    return new VirtualSearch(Profiles.stress(), sandbox, seed).run();
  }

  /** Many more seeds and settings: {@link SearchStudy}. */
  @Test
  void theTrueCapacityIsFoundWithinATenth() throws IOException {
    double truth = SearchStudy.truth(FEW_IMAGE_WORKERS);
    for (long seed = 1; seed <= 3; seed++) {
      BreakingPoint found =
          BreakingPoint.of(search(FEW_IMAGE_WORKERS, seed).levels()).orElseThrow();
      BreakingPoint.Estimate estimate = found.estimate().orElseThrow();
      assertEquals(truth, estimate.tasksPerSecond(), .1 * truth, "seed " + seed);
      assertTrue(
          estimate.low() < estimate.tasksPerSecond()
              && estimate.tasksPerSecond() < estimate.high());
      assertTrue(found.constraint().contains("backlog of image grows"), found.toString());
    }
  }

  @Test
  void itKeepsItsBudgetAndLeavesNothingBehind() throws IOException {
    Profile profile = Profiles.stress();
    VirtualSearch run = search(FEW_IMAGE_WORKERS, 4);
    List<Phase> phases = run.phases();
    assertTrue(phases.get(phases.size() - 1).endMillis() <= profile.durationMillis());
    // The slowest video takes 269 s.
    assertTrue(run.endMillis() <= profile.durationMillis() + 300_000, run.endMillis() + " ms");
    assertEquals(
        run.tasksPlanned(), run.tasks().size(), "every planned task was submitted, and ended");
    long end = 0;
    for (Phase phase : phases) {
      assertEquals(end, phase.startMillis(), phase.name());
      end = phase.endMillis();
    }
    // What a level that was not carried left is worked off before the next one.
    List<Level> levels = run.levels();
    for (int i = 1; i < levels.size(); i++) {
      if (!levels.get(i - 1).carried() && levels.get(i).carried()) {
        assertTrue(levels.get(i).inFlight() < levels.get(i - 1).inFlight());
      }
    }
    assertTrue(phases.stream().anyMatch(p -> p.kind() == Phase.Kind.DRAIN), phases.toString());
  }

  @Test
  void theSameSeedDecidesTheSame() throws IOException {
    VirtualSearch once = search(FEW_IMAGE_WORKERS, 5);
    VirtualSearch again = search(FEW_IMAGE_WORKERS, 5);
    assertEquals(once.search().trials(), again.search().trials());
    assertEquals(once.tasks(), again.tasks());
  }

  @Test
  void anAnalysisOfTheFilesFindsTheSame() throws IOException {
    VirtualSearch run = search(FEW_IMAGE_WORKERS, 6);
    RunManifest manifest =
        new SimulatedRun(Profiles.baseline(), 1, 1, 0)
            .manifest(SimulatedRun.START + run.endMillis())
            .planned(run.phases(), run.tasksPlanned());
    manifest.write(directory.resolve(RunManifest.FILE));
    SimulatedRun.writeJournal(directory.resolve(TaskJournal.FILE), run.tasks());
    Capacity capacity =
        RunAnalyzer.analyze(directory, AnalysisOptions.with(CriteriaFile.shipped()))
            .capacity()
            .orElseThrow();
    assertEquals(BreakingPoint.of(run.levels()), capacity.breakingPoint());
    assertEquals(
        capacity.breakingPoint().orElseThrow().bracket().infeasibleMin().orElseThrow(),
        capacity.breakPoint().orElseThrow().phase().tasksPerSecond());
  }

  @Test
  void aBudgetForAFewStepsIsSaidToBeTooShortForMore() throws IOException {
    Profile full = Profiles.stress();
    Profile brief =
        new Profile(
            full.name(),
            List.of(new Cohort(300, 0, 0, 400_000)),
            full.mix(),
            List.of(new Phase("search", Phase.Kind.STEADY, 0, 400_000)),
            full.search());
    VirtualSearch run = new VirtualSearch(brief, Map.of(), 1).run();
    BreakingPoint found = BreakingPoint.of(run.levels()).orElseThrow();
    assertEquals(1, run.search().trials().size());
    assertTrue(found.estimate().isEmpty() && found.bracket().infeasibleMin().isEmpty());
    assertEquals(5.5, found.bracket().feasibleMax().orElseThrow());
  }
}
