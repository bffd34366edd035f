package io.functionrunner.perf.load.lifecycle;

import java.util.Timer;
import java.util.TimerTask;

/** Does something every so often on a thread of its own, until it is closed. */
final class Watch implements AutoCloseable {

  private final Timer timer;

  /**
   * @param name of the thread
   * @param look what to do; it must not throw
   */
  Watch(String name, long everyMillis, Runnable look) {
    timer = new Timer(name, true);
    TimerTask task =
        new TimerTask() {
          @Override
          public void run() {
            look.run();
          }
        };
    timer.scheduleAtFixedRate(task, everyMillis, everyMillis);
  }

  @Override
  public void close() {
    timer.cancel();
  }
}
