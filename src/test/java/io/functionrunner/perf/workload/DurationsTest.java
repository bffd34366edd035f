package io.functionrunner.perf.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({"90s,90000", "1h30m,5400000", "500ms,500", "2m0.5s,120500", "1h1m1s1ms,3661001"})
  void areReadAsPeopleTypeThem(String text, long millis) {
    assertEquals(Duration.ofMillis(millis), Durations.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0s", "5", "5 m", "1d", "-1s", "m5"})
  void anythingElseIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Durations.parse(text));
  }

  @Test
  void areShownToTheSecond() {
    assertEquals("1h30m", Durations.text(Duration.ofMinutes(90)));
    assertEquals("1m1s", Durations.text(Duration.ofMillis(60_600)));
    assertEquals("0s", Durations.text(Duration.ZERO));
  }
}
