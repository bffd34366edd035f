package io.functionrunner.perf.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.kpi.ClockInterval;
import io.functionrunner.perf.run.InjectorRun.ClockCorrection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InjectorClocksTest {

  private static Optional<ClockInterval> bounds(long low, long high) {
    return Optional.of(new ClockInterval(low, high));
  }

  private static Optional<ClockCorrection> correction(long offset, double uncertainty) {
    return Optional.of(new ClockCorrection(offset, uncertainty));
  }

  @Test
  void boundsWithAnInstantInCommonMayBeOfOneClock() {
    // In common they have 4 to 7: the farthest that the true offset can be from 0.
    assertEquals(
        List.of(correction(0, 6), correction(0, 5), correction(0, 3)),
        InjectorClocks.corrections(List.of(bounds(1, 7), bounds(2, 9), bounds(4, 7))));
  }

  @Test
  void theMajorityIsRightAlsoWhenTheFirstIsNot() {
    // The target is 3 s behind the first one's clock, which so is 3 s ahead of the others'.
    assertEquals(
        List.of(correction(-3000, 3), correction(0, 2), correction(0, 2)),
        InjectorClocks.corrections(List.of(bounds(-3002, -2998), bounds(-1, 1), bounds(-1, 1))));
  }

  @Test
  void whereNothingTellsThereIsNoCorrection() {
    assertEquals(
        List.of(Optional.empty(), correction(0, 2)),
        InjectorClocks.corrections(List.of(Optional.empty(), bounds(9, 11))));
    assertEquals(
        List.of(Optional.empty(), Optional.empty()),
        InjectorClocks.corrections(List.of(Optional.empty(), Optional.empty())));
  }

  /** True offsets are known here: the correction is as near as it says, and bounds then agree. */
  @Test
  void trueOffsetsAreWithinTheUncertainty() {
    SplittableRandom random = new SplittableRandom(1);
    for (int run = 0; run < 1_000; run++) {
      List<Optional<ClockInterval>> bounds = new ArrayList<>();
      List<Long> ahead = new ArrayList<>();
      int injectors = 3 + random.nextInt(20);
      for (int i = 0; i < injectors; i++) {
        // Two of three have the right time; the others are off by up to a minute.
        long own = i % 3 == 1 ? random.nextLong(-60_000, 60_000) : 0;
        ahead.add(own);
        long server = 777 - own;
        bounds.add(bounds(server - random.nextInt(12), server + random.nextInt(12)));
      }
      List<Optional<ClockCorrection>> corrections = InjectorClocks.corrections(bounds);
      long low = Long.MIN_VALUE;
      long high = Long.MAX_VALUE;
      for (int i = 0; i < injectors; i++) {
        ClockCorrection correction = corrections.get(i).orElseThrow();
        double error = Math.abs(ahead.get(i) + correction.offsetMillis());
        assertTrue(error <= correction.uncertaintyMillis(), correction + " of " + ahead);
        low = Math.max(low, bounds.get(i).get().lowMillis() - correction.offsetMillis());
        high = Math.min(high, bounds.get(i).get().highMillis() - correction.offsetMillis());
      }
      assertTrue(low <= high, "corrected clocks contradict each other");
    }
  }
}
