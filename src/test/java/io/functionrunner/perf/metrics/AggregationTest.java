package io.functionrunner.perf.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AggregationTest {

  /** PromQL: NaN spoils a sum, but min and max pass over it. */
  @ParameterizedTest
  @CsvSource({"SUM,6,NaN", "AVG,2,NaN", "MIN,1,5", "MAX,3,5", "COUNT,3,2"})
  void aggregatesAsPromQlDoes(Aggregation aggregation, double numbers, double withNaN) {
    Map<Map<String, String>, Double> vector =
        Map.of(
            Map.of("g", "a", "i", "1"), 1.0,
            Map.of("g", "a", "i", "2"), 2.0,
            Map.of("g", "a", "i", "3"), 3.0,
            Map.of("g", "b", "i", "1"), Double.NaN,
            Map.of("g", "b", "i", "2"), 5.0);
    assertEquals(
        Map.of(Map.of("g", "a"), numbers, Map.of("g", "b"), withNaN),
        aggregation.over(vector, List.of("g")));
  }
}
