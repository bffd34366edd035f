package io.functionrunner.perf.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PollingTest {
  private final Polling polling =
      Polling.of(
          new Element(
              Samples.json(
                  "{'firstDelay':'1s','interval':'1.5s','backOff':1.5,'maxInterval':'5s','jitter':0.2,'deadline':'1h'}"),
              ""),
          Polling.DEFAULT);

  @Test
  void backsOffToItsBound() {
    List<Long> delays =
        IntStream.range(0, 6).mapToObj(poll -> polling.delayBefore(poll, 0.5).toMillis()).toList();
    assertEquals(List.of(1000L, 1500L, 2250L, 3375L, 5000L, 5000L), delays);
    assertEquals(Duration.ofSeconds(5), polling.delayBefore(100_000, 0.5));
  }

  @Test
  void jitterGoesBothWays() {
    assertEquals(Duration.ofMillis(800), polling.delayBefore(0, 0));
    assertEquals(Duration.ofMillis(1800), polling.delayBefore(1, 0.999_999_999_999));
  }

  @Test
  void whatIsNotSaidIsTakenFromTheOther() {
    Element some = new Element(Samples.json("{'deadline':'500ms'}"), "");
    Polling mixed = Polling.of(some, polling);
    assertEquals(Duration.ofMillis(500), mixed.deadline());
    assertEquals(Duration.ofSeconds(5), mixed.maxInterval());
    assertEquals(Duration.ofHours(1), polling.deadline());
  }
}
