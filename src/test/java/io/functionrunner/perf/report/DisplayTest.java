package io.functionrunner.perf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.functionrunner.perf.kpi.KpiValue;
import io.functionrunner.perf.stats.Interval;
import org.junit.jupiter.api.Test;

class DisplayTest {

  private static final double NONE = Double.POSITIVE_INFINITY;

  @Test
  void numbersHaveTheirUnits() {
    assertEquals("999 ms", Display.number(999, "ms"));
    assertEquals("1 s", Display.number(1_000, "ms"));
    assertEquals("1.23 s", Display.number(1_234, "ms"));
    assertEquals("0.17 %", Display.number(.001_66, "share"));
    assertEquals("100 %", Display.number(1, "share"));
    assertEquals("42.85 tasks/s", Display.number(42.85, "tasks/s"));
    assertEquals("1,142", Display.number(1_142, "tasks"));
    assertEquals("–", Display.value(KpiValue.missing("why"), "ms"));
  }

  @Test
  void aChangeHasItsSignUnlessItIsNone() {
    assertEquals("+12.4 %", Display.change(.124));
    assertEquals("−0.05 %", Display.change(-.000_5));
    assertEquals("0 %", Display.change(-.000_001));
    assertEquals("0 %", Display.change(0));
  }

  @Test
  void anIntervalMayLackABound() {
    assertEquals("5 ms to 1.5 s", Display.interval(new Interval(5, 1_500, .99)));
    assertEquals("at least 5 ms", Display.interval(new Interval(5, NONE, .99)));
    assertEquals("at most 9 ms", Display.interval(new Interval(-NONE, 9, .99)));
    assertEquals("–", Display.interval(new Interval(-NONE, NONE, .99)));
  }

  @Test
  void stretchesAreMinutesAndHours() {
    assertEquals("0:05 – 1:30", Display.span(5_000, 90_000));
    assertEquals("1:00:01", Display.span(3_601_000, 3_601_400));
  }

  @Test
  void strangersTextBecomesOneHarmlessLine() {
    assertEquals("a  b c", Plain.line("a\r\nb\u202ec", 10));
    assertEquals("abc…", Plain.line("abcdef", 3));
    assertEquals("x😀", Plain.line("x😀", 2));
  }
}
