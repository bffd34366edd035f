package io.functionrunner.perf.kpi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EqualWindowsTest {

  @Test
  void theNumberIsTheQuotient() {
    SplittableRandom random = new SplittableRandom(1);
    EqualWindows windows = new EqualWindows(1_000);
    long width = 1_000;
    long millis = 0;
    for (int i = 0; i < 100_000; i++) {
      millis = Math.max(0, millis + random.nextLong(-3 * width, 3 * width + 2));
      assertEquals(millis / width, windows.at(millis));
      if (i % 10_000 == 9_999) {
        width *= 2;
        windows.resize(width);
      }
    }
    assertEquals(width, windows.widthMillis());
  }
}
