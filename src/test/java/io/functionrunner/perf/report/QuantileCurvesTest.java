package io.functionrunner.perf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.functionrunner.perf.kpi.BatchedTimes;
import io.functionrunner.perf.kpi.ClassTasks;
import io.functionrunner.perf.kpi.TaskClass;
import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.stats.MillisHistogram;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuantileCurvesTest {

  private static final TaskClass DRAFT = new TaskClass("image", "draft");

  /** 1 to {@code count}, times a factor: so the q-quantile is q of the largest. */
  private static MillisHistogram ramp(int count, int factor) {
    return MillisHistogram.of(IntStream.rangeClosed(1, count).map(i -> i * factor).toArray());
  }

  private static ClassTasks tasks(TaskClass taskClass, MillisHistogram times) {
    return new ClassTasks(
        taskClass,
        new Conservation(times.count(), times.count(), 0, 0, 0, 0),
        ClassTasks.Basis.SERVER,
        new BatchedTimes(times, List.of(List.of(times))),
        times,
        times,
        MillisHistogram.EMPTY,
        MillisHistogram.EMPTY,
        MillisHistogram.EMPTY,
        MillisHistogram.EMPTY);
  }

  private static ArrayNode curves(
      List<ClassTasks> classes, List<Map<TaskClass, MillisHistogram>> baseline) {
    ArrayNode curves = JsonNodeFactory.instance.arrayNode();
    QuantileCurves.writeTo(curves, classes, baseline);
    return curves;
  }

  private static int at(JsonNode curve, double share) {
    JsonNode p = curve.get("p");
    return IntStream.range(0, p.size())
        .filter(i -> p.get(i).asDouble() == share)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void valuesAreTheQuantilesInSeconds() {
    JsonNode curve = curves(List.of(tasks(DRAFT, ramp(10_000, 3))), List.of()).get(0);
    JsonNode values = curve.at("/lines/0/values");
    for (double share : new double[] {.01, .5, .95, .99, .999, .9999}) {
      assertEquals(30 * share, values.get(at(curve, share)).asDouble(), 1e-9);
    }
    assertEquals(curve.get("p").size(), values.size());
    assertFalse(curve.at("/lines/0").has("change"));
  }

  @Test
  void aCurveEndsWhereNoTaskIsBeyondIt() {
    JsonNode curve = curves(List.of(tasks(DRAFT, ramp(50, 1))), List.of()).get(0);
    JsonNode p = curve.get("p");
    assertEquals(.98, p.get(p.size() - 1).asDouble(), "1 of 50");
  }

  @Test
  void classesOfOneModalityShareACurve() {
    ArrayNode curves =
        curves(
            List.of(
                tasks(DRAFT, ramp(1_000, 1)),
                tasks(new TaskClass("image", "high"), ramp(20, 9)),
                tasks(new TaskClass("text", "standard"), ramp(1, 1))),
            List.of());
    assertEquals(1, curves.size(), "one task is no distribution");
    JsonNode high = curves.at("/0/lines/1");
    assertEquals("high", high.get("name").asText());
    assertTrue(high.get("values").get(at(curves.get(0), .96)).isNull());
    assertEquals(.009 * 19, high.get("values").get(at(curves.get(0), .95)).asDouble(), 1e-9);
  }

  /** Three runs of 100, 110 and 90 ms a step, against one of 121: 21 % above the median. */
  @Test
  void aShiftIsFromTheMedianOfTheBaselinesRuns() {
    JsonNode curve =
        curves(
                List.of(tasks(DRAFT, ramp(200, 121))),
                List.of(
                    Map.of(DRAFT, ramp(200, 100)),
                    Map.of(DRAFT, ramp(200, 110)),
                    Map.of(DRAFT, ramp(200, 90))))
            .get(0);
    JsonNode line = curve.at("/lines/0");
    for (double share : new double[] {.1, .5, .95, .99}) {
      int i = at(curve, share);
      assertEquals(20 * share, line.get("baseline").get(i).asDouble(), 1e-9);
      assertEquals(21, line.get("change").get(i).asDouble(), 1e-9);
      assertEquals(-10, line.get("least").get(i).asDouble(), 1e-9);
      assertEquals(10, line.get("most").get(i).asDouble(), 1e-9);
    }
  }

  @Test
  void whatOneOfTheRunsCannotTellIsNotCompared() {
    JsonNode curve =
        curves(
                List.of(tasks(DRAFT, ramp(200, 1))),
                List.of(Map.of(DRAFT, ramp(200, 1)), Map.of(DRAFT, ramp(10, 20))))
            .get(0);
    JsonNode change = curve.at("/lines/0/change");
    assertFalse(change.get(at(curve, .9)).isNull());
    assertTrue(change.get(at(curve, .91)).isNull());
  }
}
