package io.functionrunner.perf.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.functionrunner.perf.run.TaskRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskThreadTest {

  private static final int MANY = 50_000;

  @Test
  void allTasksArriveInOrder() throws IOException {
    List<Integer> arrived = new ArrayList<>();
    TaskThread thread = TaskThread.start(task -> arrived.add(task.index()));
    IntStream.range(0, MANY).forEach(i -> thread.accept(task(i)));
    thread.join();
    assertEquals(IntStream.range(0, MANY).boxed().toList(), arrived);
  }

  @Test
  void failureIsThrownAtTheEndAndBlocksNobody() {
    IllegalStateException failure = new IllegalStateException("no");
    TaskThread thread =
        TaskThread.start(
            task -> {
              throw failure;
            });
    IntStream.range(0, MANY).forEach(i -> thread.accept(task(i)));
    assertSame(failure, assertThrows(IllegalStateException.class, thread::join));
  }

  private static TaskRecord task(int index) {
    return new TaskRecord(
        0, index, "image", "draft", -1, 0, -1, null, -1, -1, -1, -1, -1, 0, 0, "");
  }
}
