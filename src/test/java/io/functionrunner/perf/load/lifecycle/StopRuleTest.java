package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.run.Conservation;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StopRuleTest {

  private static final long SECOND = 1000;

  /** More than half of the tasks that end, for ten seconds. */
  private final StopRule rule = new StopRule(0.5, 10 * SECOND);

  private long completed;
  private long failed;
  private long rejected;
  private long timedOut;

  /** One look a second, with so many tasks more each time; the last answer. */
  private Optional<String> after(int fromSecond, int toSecond, int good, int bad) {
    Optional<String> answer = Optional.empty();
    for (int second = fromSecond; second < toSecond && answer.isEmpty(); second++) {
      completed += good;
      failed += bad;
      answer = look(second);
    }
    return answer;
  }

  private Optional<String> look(int second) {
    long ended = completed + failed + rejected + timedOut;
    // 7 in flight: they say nothing yet.
    return rule.broken(
        second * SECOND, new Conservation(ended + 7, completed, failed, rejected, timedOut, 7));
  }

  @Test
  void aWholeWindowOfErrorsBreaksIt() {
    assertEquals(Optional.empty(), after(0, 10, 0, 10));
    assertEquals(
        Optional.of("100.0 % of 100 tasks failed within 10.0 s, limit 50.0 %"),
        after(10, 11, 0, 10));
  }

  @Test
  void halfIsNotMoreThanHalf() {
    assertEquals(Optional.empty(), after(0, 60, 5, 5));
    assertEquals(
        Optional.of("51.0 % of 100 tasks failed within 10.0 s, limit 50.0 %"), after(60, 61, 4, 6));
  }

  @Test
  void aBurstThatIsShortForTheWindowDoesNot() {
    after(0, 30, 10, 0);
    assertEquals(Optional.empty(), after(30, 34, 0, 10), "4 s of 10 s");
    assertEquals(Optional.empty(), after(34, 60, 10, 0));
    assertEquals(Optional.empty(), after(60, 64, 0, 10), "and again, when the first is forgotten");
  }

  @Test
  void whatWasGoodLongAgoDoesNotSaveIt() {
    after(0, 600, 100, 0);
    assertTrue(after(600, 611, 0, 10).isPresent());
  }

  @Test
  void fewTasksSayNothing() {
    for (int second = 0; second < 30; second += 2) {
      assertEquals(Optional.empty(), after(second, second + 1, 0, 1), "5 in a window");
    }
  }

  @Test
  void tenAreEnough() {
    assertEquals(Optional.empty(), look(0));
    failed = 9;
    assertEquals(Optional.empty(), look(10));
    failed = 10;
    assertEquals(
        Optional.of("100.0 % of 10 tasks failed within 10.5 s, limit 50.0 %"),
        rule.broken(10_500, new Conservation(10, 0, 10, 0, 0, 0)));
  }

  @Test
  void noTaskAtAllIsNoError() {
    assertEquals(Optional.empty(), after(0, 60, 0, 0));
  }

  @Test
  void timeoutsAreErrorsAndRejectionsAreNeither() {
    for (int second = 0; second < 30; second++) {
      rejected += 100;
      assertEquals(Optional.empty(), look(second));
    }
    for (int second = 30; second < 40; second++) {
      timedOut += 10;
      look(second);
    }
    assertEquals(Optional.of("100.0 % of 100 tasks failed within 10.0 s, limit 50.0 %"), look(39));
  }

  /** A machine that slept looks late: what it then sees is of a longer time, and says so. */
  @Test
  void aLateLookCountsFromTheLastOneThatIsAWindowOld() {
    after(0, 10, 10, 0);
    failed = 300;
    assertEquals(Optional.of("100.0 % of 300 tasks failed within 31.0 s, limit 50.0 %"), look(40));
  }
}
