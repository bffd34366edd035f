package io.functionrunner.perf.analysis;

import io.functionrunner.perf.run.TaskRecord;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * Has tasks counted by a thread of its own while a file is read: both take about as long. At most
 * some thousand tasks are on their way; they arrive in order.
 */
final class TaskThread implements Consumer<TaskRecord> {

  private static final int BLOCK = 1 << 10;
  private static final int QUEUED = 8;
  private static final List<TaskRecord> END = List.of();

  private final BlockingQueue<List<TaskRecord>> queue = new ArrayBlockingQueue<>(QUEUED);
  private final Consumer<TaskRecord> sink;
  private final Thread thread;
  private List<TaskRecord> block = new ArrayList<>(BLOCK);
  private volatile Throwable failure;

  private TaskThread(Consumer<TaskRecord> sink) {
    this.sink = sink;
    thread = new Thread(this::count, "tasks");
    thread.setDaemon(true);
  }

  /** Starts counting into {@code sink}, which nobody may use before {@link #join()}. */
  static TaskThread start(Consumer<TaskRecord> sink) {
    TaskThread tasks = new TaskThread(sink);
    tasks.thread.start();
    return tasks;
  }

  @Override
  public void accept(TaskRecord task) {
    block.add(task);
    if (block.size() == BLOCK) {
      hand(block);
      block = new ArrayList<>(BLOCK);
    }
  }

  /** Waits until all are counted; what the sink threw is thrown here. */
  void join() throws InterruptedIOException {
    hand(block);
    hand(END);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while tasks were counted");
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }

  private void hand(List<TaskRecord> tasks) {
    if (tasks.isEmpty() && tasks != END) {
      return;
    }
    try {
      queue.put(tasks);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while tasks were counted", e);
    }
  }

  private void count() {
    try {
      List<TaskRecord> tasks = queue.take();
      while (tasks != END) {
        if (failure == null) {
          add(tasks);
        }
        tasks = queue.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** After a failure the rest is taken and dropped, so that the reader never waits for room. */
  private void add(List<TaskRecord> tasks) {
    try {
      tasks.forEach(sink);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }
}
