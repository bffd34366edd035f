package io.functionrunner.perf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.functionrunner.perf.run.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeriesLinesTest {

  private static final long START = 1_790_000_000_000L;
  private static final long STEP = 5_000;

  private static ObjectNode chart(Series... series) {
    ObjectNode chart = JsonNodeFactory.instance.objectNode();
    new SeriesLines(List.of(series), START, STEP).writeTo(chart);
    return chart;
  }

  private static Series series(long[] offsets, double... values) {
    return new Series(
        "m", Map.of(), LongStream.of(offsets).map(offset -> START + offset).toArray(), values);
  }

  private static List<Double> numbers(JsonNode array) {
    List<Double> values = new ArrayList<>();
    array.forEach(value -> values.add(value.isNull() ? null : value.asDouble()));
    return values;
  }

  @Test
  void aShortSeriesIsDrawnAsItIsFromTheLoadsStartOn() {
    ObjectNode chart = chart(series(new long[] {-5_000, 0, 5_000, 10_000}, 9, 1, 2, 3));
    assertEquals(List.of(0., 5., 10.), numbers(chart.get("x")));
    assertEquals(List.of(1., 2., 3.), numbers(chart.at("/lines/0")));
  }

  @Test
  void aGapBreaksTheLine() {
    ObjectNode chart = chart(series(new long[] {0, 5_000, 30_000, 35_000}, 1, 2, 3, 4));
    assertEquals(List.of(0., 5., 10., 30., 35.), numbers(chart.get("x")));
    List<Double> expected = new ArrayList<>(List.of(1., 2., 3., 4.));
    expected.add(2, null);
    assertEquals(expected, numbers(chart.at("/lines/0")));
  }

  @Test
  void linesShareOneAxis() {
    ObjectNode chart =
        chart(series(new long[] {0, 10_000}, 1, 2), series(new long[] {5_000, 10_000}, 3, 4));
    assertEquals(List.of(0., 5., 10.), numbers(chart.get("x")));
    List<Double> first = new ArrayList<>(List.of(1., 2.));
    first.add(1, null);
    List<Double> second = new ArrayList<>(List.of(3., 4.));
    second.add(0, null);
    assertEquals(first, numbers(chart.at("/lines/0")));
    assertEquals(second, numbers(chart.at("/lines/1")));
  }

  /** A day of 5 s with one spike and one dip of a single point each, and an hour without points. */
  @Test
  void aLongSeriesLosesNoSpikeAndNoDip() {
    long[] offsets =
        IntStream.range(0, 17_280)
            .mapToLong(i -> i * STEP)
            .filter(t -> t < 10_800_000 || t >= 14_400_000)
            .toArray();
    double[] values = new double[offsets.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = 50 + i % 7;
    }
    values[1_234] = 999;
    values[9_876] = -999;
    ObjectNode chart = chart(series(offsets, values));
    List<Double> x = numbers(chart.get("x"));
    List<Double> line = numbers(chart.at("/lines/0"));
    assertEquals(SeriesLines.MOST, x.size());
    assertEquals(SeriesLines.MOST, line.size());
    assertEquals(offsets[1_234] / 1000.0, x.get(line.indexOf(999.)), 86.4 * 2);
    assertEquals(offsets[9_876] / 1000.0, x.get(line.indexOf(-999.)), 86.4 * 2);
    assertTrue(line.contains(null), "the hour without points is a gap");
    int before = line.indexOf(999.);
    assertTrue(IntStream.range(1, x.size()).allMatch(i -> x.get(i) > x.get(i - 1)), "time rises");
    assertEquals(
        50., line.get(before % 2 == 0 ? before + 1 : before - 1), "and the smallest with it");
  }

  @Test
  void nothingIsDrawnOfNothing() {
    ObjectNode chart = chart(series(new long[0]));
    assertEquals(0, chart.get("x").size());
  }

  /**
   * Whatever the series, each stretch of time shows the smallest and the largest value that a look
   * at every single point of it finds, in their order.
   */
  @Test
  void everyBucketShowsTheExtremesThatALiteralSearchFinds() {
    Random random = new Random(42);
    for (int round = 0; round < 20; round++) {
      int size = SeriesLines.MOST + 1 + random.nextInt(20_000);
      long[] offsets = new long[size];
      double[] values = new double[size];
      for (int i = 0; i < size; i++) {
        offsets[i] = (i == 0 ? 0 : offsets[i - 1]) + 1 + random.nextInt(9_000);
        values[i] = random.nextInt(100) == 0 ? 1e6 * random.nextGaussian() : random.nextGaussian();
      }
      List<Double> line = numbers(chart(series(offsets, values)).at("/lines/0"));
      assertEquals(SeriesLines.MOST, line.size());
      double width = (offsets[size - 1] - offsets[0] + 1.0) / (SeriesLines.MOST / 2);
      for (int bucket = 0; bucket < SeriesLines.MOST / 2; bucket++) {
        double from = offsets[0] + bucket * width;
        List<Double> own =
            IntStream.range(0, size)
                .filter(i -> offsets[i] >= from && offsets[i] < from + width)
                .mapToObj(i -> values[i])
                .toList();
        List<Double> shown = Arrays.asList(line.get(2 * bucket), line.get(2 * bucket + 1));
        if (own.isEmpty()) {
          assertEquals(Arrays.asList(null, null), shown);
          continue;
        }
        double min = Collections.min(own);
        double max = Collections.max(own);
        assertEquals(
            own.indexOf(min) <= own.indexOf(max) ? List.of(min, max) : List.of(max, min), shown);
      }
    }
  }
}
