package io.functionrunner.perf.analysis;

import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Has blocks of something counted by a thread of its own while a file is read. A few blocks are on
 * their way; they arrive in order.
 *
 * @param <B> a block, which the reader leaves alone once it is handed over
 */
final class BlockThread<B> {

  private static final int QUEUED = 8;

  /** An empty one is the end. */
  private final BlockingQueue<Optional<B>> queue = new ArrayBlockingQueue<>(QUEUED);

  private final Supplier<Consumer<B>> counter;
  private final Thread thread;
  private volatile Throwable failure;

  private BlockThread(String name, Supplier<Consumer<B>> counter) {
    this.counter = counter;
    thread = new Thread(this::count, name);
    thread.setDaemon(true);
  }

  /**
   * Starts counting.
   *
   * @param counter makes what blocks are handed to, in the thread itself: what it writes to must
   *     not lie beside what the reader writes to, as two cores wait for each other where they write
   *     to the same cache line. Nobody may use it before {@link #join()}
   */
  static <B> BlockThread<B> start(String name, Supplier<Consumer<B>> counter) {
    BlockThread<B> started = new BlockThread<>(name, counter);
    started.thread.start();
    return started;
  }

  /** Waits for room, if there is none, and hands a block over. */
  void hand(B block) {
    put(Optional.of(block));
  }

  /** Waits until all are counted; what the counter threw is thrown here. */
  void join() throws InterruptedIOException {
    put(Optional.empty());
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted in wait for the thread " + thread.getName());
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }

  private void put(Optional<B> block) {
    try {
      queue.put(block);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before the thread " + thread.getName(), e);
    }
  }

  /** After a failure the rest is taken and dropped, so that the reader never waits for room. */
  private void count() {
    try {
      try {
        Consumer<B> sink = counter.get();
        for (Optional<B> block = queue.take(); block.isPresent(); block = queue.take()) {
          sink.accept(block.get());
        }
      } catch (RuntimeException | Error e) {
        failure = e;
        while (queue.take().isPresent()) {
          // Dropped.
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
