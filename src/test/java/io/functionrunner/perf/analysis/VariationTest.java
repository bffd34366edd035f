package io.functionrunner.perf.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.analysis.Variation.Judgement;
import io.functionrunner.perf.kpi.Kpi;
import io.functionrunner.perf.kpi.KpiValue;
import io.functionrunner.perf.kpi.Reading;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VariationTest {

  private static Kpi kpi(String id, String unit) {
    return new Kpi(id, id, unit, Kpi.Direction.LOWER, "", true);
  }

  private static Variation one(String id, String unit, KpiValue... values) {
    List<List<Reading>> runs =
        Arrays.stream(values).map(v -> List.of(new Reading(kpi(id, unit), v))).toList();
    List<Variation> variations = Variation.of(runs);
    assertEquals(1, variations.size());
    return variations.get(0);
  }

  private static Variation measured(String unit, double... values) {
    return one(
        "throughput", unit, Arrays.stream(values).mapToObj(KpiValue::of).toArray(KpiValue[]::new));
  }

  private static KpiValue quantile(double value, boolean certified) {
    return new KpiValue.Measured(
        value, Optional.empty(), certified ? OptionalDouble.of(value) : OptionalDouble.empty());
  }

  @Test
  void judgedByTheCoefficientAndItsInterval() {
    assertEquals(Judgement.STEADY, measured("tasks/s", 10, 10.02, 9.98, 10, 10.01).judgement());
    Variation probably = measured("tasks/s", 10, 10.4, 9.6, 10.2, 9.8);
    assertEquals(Judgement.PROBABLY_STEADY, probably.judgement());
    assertTrue(probably.coefficient().orElseThrow().value() < Variation.MOST);
    assertTrue(probably.coefficient().orElseThrow().interval().high() > Variation.MOST);
    assertEquals(Judgement.VARIES, measured("tasks/s", 10, 11, 9, 10.5, 9.5).judgement());
  }

  @Test
  void everyKpiOfEveryRunInTheOrderOfTheFirst() {
    List<List<Reading>> runs =
        IntStream.range(0, 3)
            .mapToObj(
                run ->
                    List.of(
                        new Reading(kpi("b", "s"), KpiValue.of(run + 1)),
                        new Reading(kpi("a", "s"), KpiValue.of(10))))
            .toList();
    List<Variation> variations = Variation.of(runs);
    assertEquals(List.of("b", "a"), variations.stream().map(v -> v.kpi().id()).toList());
    assertEquals(List.of(1.0, 2.0, 3.0), variations.get(0).values());
    assertEquals(Judgement.STEADY, variations.get(1).judgement());
  }

  @Test
  void whatCannotBeJudgedSaysWhy() {
    Variation missing = one("drain", "s", KpiValue.of(1), KpiValue.missing("in flight at the end"));
    assertEquals(Judgement.NOT_JUDGED, missing.judgement());
    assertEquals("in flight at the end", missing.unjudged());
    assertEquals("0 in every run", measured("share", 0, 0, 0).unjudged());
    assertEquals("one run does not vary", measured("share", 0.5).unjudged());
    assertEquals(
        "so short that whole milliseconds are 10 % of it", measured("ms", 2, 3, 4).unjudged());
    assertEquals("", measured("ms", 29, 29, 29).unjudged());
    Variation worst = one("lag.max", "ms", KpiValue.of(20), KpiValue.of(135), KpiValue.of(60));
    assertEquals(Judgement.NOT_JUDGED, worst.judgement());
    assertTrue(worst.unjudged().startsWith("the worst moment of a run"), worst.unjudged());
  }

  @Test
  void aQuantileOfTooFewValuesIsNotJudged() {
    assertEquals(
        "too few values in a run for this quantile",
        one("task.text.p95", "ms", quantile(100, true), quantile(90, false)).unjudged());
    assertEquals(
        "", one("task.text.p95", "ms", quantile(100, true), quantile(90, true)).unjudged());
  }

  @Test
  void aKpiThatOneRunDoesNotHaveIsNotJudged() {
    List<List<Reading>> runs =
        List.of(
            List.of(new Reading(kpi("a", "s"), KpiValue.of(1))),
            List.of(
                new Reading(kpi("a", "s"), KpiValue.of(1)),
                new Reading(kpi("b", "s"), KpiValue.of(1))));
    assertEquals("not known in every run", Variation.of(runs).get(1).unjudged());
  }
}
