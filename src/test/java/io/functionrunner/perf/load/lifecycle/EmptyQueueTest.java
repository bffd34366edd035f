package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.functionrunner.perf.load.settings.Refused;
import io.functionrunner.perf.metrics.CurrentValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmptyQueueTest {

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private long nanos;

  private final EmptyQueue.Pace pace =
      new EmptyQueue.Pace() {
        @Override
        public long nanoTime() {
          return nanos;
        }

        @Override
        public void sleep(Duration duration) {
          nanos += duration.toNanos();
        }
      };

  private void await(CurrentValue queue, int seconds) {
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    new EmptyQueue(queue, Duration.ofSeconds(seconds), out, pace).await();
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void anEmptyQueueIsNotWaitedFor() {
    await(() -> 0, 10);
    assertEquals(0, nanos);
    assertEquals("", said());
  }

  @Test
  void tasksOfARunBeforeAreWorkedOffFirst() {
    Iterator<Double> depths = List.of(1_200.0, 3.0, 0.0).iterator();
    await(depths::next, 10);
    assertEquals(Duration.ofSeconds(2).toNanos(), nanos);
    assertEquals("Waiting until the target's queue is empty (1,200 tasks, 10 s at most)\n", said());
  }

  @Test
  void aQueueThatStaysFullIsRefused() {
    Refused refused = assertThrows(Refused.class, () -> await(() -> 7, 10));
    assertEquals(
        "the target still has 7 tasks in its queue after 10 s. Let it work them off, or start with"
            + " -Dqueue.wait=off",
        refused.getMessage());
    assertEquals(Duration.ofSeconds(10).toNanos(), nanos);
  }

  @Test
  void aDepthThatNobodyTellsIsNoReasonNotToTest() {
    await(
        () -> {
          throw new IOException("no target answered");
        },
        10);
    assertEquals("Whether the target's queue is empty is not known: no target answered\n", said());
  }
}
