package io.functionrunner.perf.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlockThreadTest {

  private static final int MANY = 1_000;

  @Test
  void allBlocksArriveInOrder() throws IOException {
    List<Integer> arrived = new ArrayList<>();
    BlockThread<Integer> thread = BlockThread.start("test", () -> arrived::add);
    IntStream.range(0, MANY).forEach(thread::hand);
    thread.join();
    assertEquals(IntStream.range(0, MANY).boxed().toList(), arrived);
  }

  @Test
  void theCounterIsMadeWhereItCounts() throws IOException {
    AtomicReference<Thread> maker = new AtomicReference<>();
    AtomicReference<Thread> user = new AtomicReference<>();
    BlockThread<Integer> thread =
        BlockThread.start(
            "test",
            () -> {
              maker.set(Thread.currentThread());
              return block -> user.set(Thread.currentThread());
            });
    thread.hand(1);
    thread.join();
    assertSame(maker.get(), user.get());
    assertNotEquals(Thread.currentThread(), maker.get());
  }

  @Test
  void failureIsThrownAtTheEndAndBlocksNobody() {
    IllegalStateException failure = new IllegalStateException("no");
    Consumer<Integer> broken =
        block -> {
          throw failure;
        };
    BlockThread<Integer> thread = BlockThread.start("test", () -> broken);
    IntStream.range(0, MANY).forEach(thread::hand);
    assertSame(failure, assertThrows(IllegalStateException.class, thread::join));
  }

  @Test
  void failureToMakeTheCounterIsThrownToo() {
    IllegalStateException failure = new IllegalStateException("no");
    BlockThread<Integer> thread =
        BlockThread.start(
            "test",
            () -> {
              throw failure;
            });
    IntStream.range(0, MANY).forEach(thread::hand);
    assertSame(failure, assertThrows(IllegalStateException.class, thread::join));
  }
}
