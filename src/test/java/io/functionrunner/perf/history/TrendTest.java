package io.functionrunner.perf.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.history.KpiTrend.Effect;
import io.functionrunner.perf.run.RunManifest.Status;
import io.functionrunner.perf.stats.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrendTest {

  private static Track track(List<RunSummary> runs) {
    List<Track> tracks = Track.of(new History(runs, List.of()));
    assertEquals(1, tracks.size());
    return tracks.get(0);
  }

  private static RunSummary on(String environment, int number, double p95) {
    return Summaries.run(
        number, "BaselineTest", environment, Verdict.PASS, Status.COMPLETED, null, p95);
  }

  @Test
  void aSlowerLevelIsWorseAndItsEndBetter() {
    Trend trend = Trend.of(track(Summaries.levels(20, 100, 120, 100)), List.of());
    assertEquals(List.of("p95"), trend.kpis().stream().map(KpiTrend::id).toList());
    KpiTrend p95 = trend.kpis().get(0);
    assertEquals(60, p95.points().size());
    assertEquals(List.of(20, 40), p95.changes().stream().map(KpiTrend.Change::run).toList());
    assertEquals(
        List.of(Effect.WORSE, Effect.BETTER),
        p95.changes().stream().map(KpiTrend.Change::effect).toList());
    assertEquals(.2, p95.changes().get(0).share(), .02);
    assertEquals(100, p95.level(), 2);
  }

  @Test
  void whatIsWantedIsNamedByIdOrPattern() {
    Track track = track(Summaries.levels(5, 100));
    assertEquals(2, Trend.of(track, List.of("*")).kpis().size());
    assertEquals("throughput", Trend.of(track, List.of("through*")).kpis().get(0).id());
    assertEquals(List.of(), Trend.of(track, List.of("p9.")).kpis());
  }

  @Test
  void anotherMachineStartsAnew() {
    List<RunSummary> runs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      // Two machines take turns; neither changes.
      runs.add(on(i % 2 == 0 ? "slow" : "fast", i, i % 2 == 0 ? 200 : 100));
    }
    List<Track> tracks = Track.of(new History(runs, List.of()));
    assertEquals(List.of("fast", "slow"), tracks.stream().map(t -> t.key().environment()).toList());
    for (Track track : tracks) {
      assertEquals(20, track.runs().size());
      assertEquals(List.of(), Trend.of(track, List.of()).kpis().get(0).changes());
    }
  }

  /** They stand in the track, but their numbers would be those of a cut or distrusted run. */
  @Test
  void runsThatDoNotCountAreLeftOutOfTheSeries() {
    List<RunSummary> runs = new ArrayList<>(Summaries.levels(20, 100));
    for (int i = 20; i < 25; i++) {
      runs.add(
          Summaries.run(
              i,
              "BaselineTest",
              "linux-2cpu",
              i % 2 == 0 ? Verdict.INVALID : Verdict.FAIL,
              i % 2 == 0 ? Status.COMPLETED : Status.ABORTED,
              null,
              500));
    }
    runs.add(Summaries.run(25, 100));
    Trend trend = Trend.of(track(runs), List.of());
    assertEquals(5, trend.leftOut());
    assertEquals(21, trend.kpis().get(0).points().size());
    assertEquals(25, trend.kpis().get(0).points().get(20).run());
    assertEquals(List.of(), trend.kpis().get(0).changes());
  }

  @Test
  void anotherBaselineIsSeenWhereItIsFirstUsed() {
    String[] baselines = {null, "a", "a", null, "a", "b", "b", "a"};
    List<RunSummary> runs = new ArrayList<>();
    for (int i = 0; i < baselines.length; i++) {
      runs.add(
          Summaries.run(i, "BaselineTest", "x", Verdict.PASS, Status.COMPLETED, baselines[i], 100));
    }
    assertEquals(List.of(5, 7), track(runs).baselineChanges());
  }

  @Test
  void theTrackOfTheNewestRunComesFirst() {
    List<Track> tracks =
        Track.of(
            new History(List.of(on("old", 1, 1), on("new", 3, 1), on("old", 2, 1)), List.of()));
    assertEquals("new", tracks.get(0).key().environment());
    assertTrue(tracks.get(1).newest().startMillis() < tracks.get(0).newest().startMillis());
  }
}
