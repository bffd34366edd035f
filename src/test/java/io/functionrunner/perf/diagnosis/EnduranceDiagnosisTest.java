package io.functionrunner.perf.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.analysis.Analysis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day of 158,000 tasks and 41 series, in full. */
class EnduranceDiagnosisTest {

  @TempDir Path folder;

  @Test
  void aDriftOfOnePercentAnHourIsFoundInADaysFiles() throws IOException {
    new DayRun(1, .01, 0).write(folder);
    Analysis analysis = Plant.analysis(folder);
    Map<String, Drift> drifts =
        analysis.diagnosis().drifts().stream()
            .collect(Collectors.toMap(Drift::subject, Function.identity()));
    for (String modality : List.of("image", "text", "audio", "video")) {
      Drift drift = drifts.get(modality + " latency");
      // 1 % of the first hour's time; of the middle's, which is 12 % longer, it is 0.9 %.
      assertEquals(.009, drift.perHour(), .002, drift.sentence());
      assertTrue(drift.interval().low() < .009 && drift.interval().high() > .009);
      assertTrue(drift.hoursToLimit().getAsDouble() > 24, drift.sentence());
    }
    assertEquals(4, drifts.size());
    assertEquals(List.of(), analysis.diagnosis().episodes());
    assertEquals("nothing", Plant.named(analysis.diagnosis()));
  }

  @Test
  void aLeakOfHalfAPointAnHourIsExtrapolated() throws IOException {
    Diagnosis diagnosis = Diagnosis.of(new DayRun(1, 0, .5).observed(), Optional.empty());
    assertEquals(1, diagnosis.drifts().size());
    Drift leak = diagnosis.drifts().get(0);
    assertTrue(leak.leak(), leak.sentence());
    assertEquals(.5, leak.perHour(), .05);
    // 40 % and 12 points of a day: 48 points are left.
    assertEquals(96, leak.hoursToLimit().getAsDouble(), 5);
    assertEquals("memory", Plant.named(diagnosis));
  }

  @Test
  void aFlatDayHasNone() throws IOException {
    for (long seed = 1; seed <= 2; seed++) {
      assertEquals(List.of(), DriftSearch.of(new DayRun(seed, 0, 0).observed()), "seed " + seed);
    }
  }
}
