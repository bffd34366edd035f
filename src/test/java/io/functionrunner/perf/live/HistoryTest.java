package io.functionrunner.perf.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.live.History.Merge;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private static final double NONE = Double.NaN;

  private final History history = new History();

  @Test
  void everySecondIsARowUntilTheyAreMany() {
    int time = history.column("time", "time", Merge.MOST);
    int rate = history.column("load", "offered", Merge.MEAN);
    assertEquals(0, time);
    assertEquals(1, rate);
    assertEquals(1, history.column("load", "offered", Merge.MEAN), "the same one again");
    for (int i = 0; i < History.MOST; i++) {
      assertFalse(history.add(new double[] {i, i % 2}));
    }
    assertEquals(History.MOST, history.rows().size());

    assertTrue(history.add(new double[] {History.MOST, 3}), "all rows are others now");
    assertEquals(History.MOST / 2 + 1, history.rows().size());
    assertArrayEquals(new double[] {1, .5}, history.rows().get(0));
    assertArrayEquals(new double[] {History.MOST, 3}, last());
    assertFalse(history.add(new double[] {History.MOST + 1, 7}));
    assertEquals(History.MOST / 2 + 1, history.rows().size(), "two seconds are one row now");
    assertArrayEquals(new double[] {History.MOST + 1, 5}, last());
  }

  private double[] last() {
    return history.rows().get(history.rows().size() - 1);
  }

  /** A day: never more rows than that, all of them of one width, and no spike is lost. */
  @Test
  void aDayHasNoMoreRowsAndEverySpike() {
    history.column("time", "time", Merge.MOST);
    history.column("gauge", "peak", Merge.MOST);
    int seconds = 86_400;
    for (int i = 0; i < seconds; i++) {
      history.add(new double[] {i, i == 4_321 ? 99 : 1});
    }
    int width = 128;
    assertEquals(seconds / width, history.rows().size());
    for (int i = 0; i < history.rows().size(); i++) {
      assertArrayEquals(
          new double[] {i * width + width - 1, i == 4_321 / width ? 99 : 1}, history.rows().get(i));
    }
  }

  @Test
  void aColumnThatCameLaterHasNoValueBefore() {
    history.column("time", "time", Merge.MOST);
    for (int i = 0; i < History.MOST; i++) {
      if (i == 3) {
        history.column("gauge", "GPU", Merge.MEAN);
      }
      history.add(i < 3 ? new double[] {i} : new double[] {i, i == 4 ? NONE : 10});
    }
    history.add(new double[] {History.MOST, NONE});
    assertArrayEquals(new double[] {1}, history.rows().get(0));
    assertArrayEquals(new double[] {3, 10}, history.rows().get(1));
    assertArrayEquals(new double[] {5, 10}, history.rows().get(2), "one of the two has a value");
  }
}
