package io.functionrunner.perf.load.lifecycle;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * The one owner of the exit status. Hooks run side by side and a halt in one cuts the others short,
 * so there is no second one: this one ends an interrupted load, lets Gatling finish its report, and
 * gives the verdict's status. It cannot come from {@code after()}: an exception there would lose
 * Gatling's report, which is written later.
 */
final class ExitHook extends Thread {

  /** Gatling's report of a long run takes its time. */
  private static final long REPORT_TIMEOUT_MILLIS = TimeUnit.MINUTES.toMillis(5);

  private static final long LOOK_MILLIS = 20;

  private final Thread engine;
  private final Runnable interrupt;
  private final IntSupplier finish;

  /**
   * @param engine the thread that runs Gatling's main method
   * @param interrupt ends the load; called when the JVM goes down while the engine runs
   * @param finish does what is left to do, and returns the exit status that is wanted, or 0
   */
  ExitHook(Thread engine, Runnable interrupt, IntSupplier finish) {
    super("exit");
    this.engine = engine;
    this.interrupt = interrupt;
    this.finish = finish;
  }

  @Override
  public void run() {
    if (!engineIsDone()) {
      interrupt.run();
      awaitEngine();
    }
    int status = finish.getAsInt();
    if (status != 0) {
      Runtime.getRuntime().halt(status);
    }
  }

  private void awaitEngine() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(REPORT_TIMEOUT_MILLIS);
    while (!engineIsDone() && System.nanoTime() < deadline) {
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Gatling's main method ends with an exit: then its thread waits there for us. */
  private boolean engineIsDone() {
    return !engine.isAlive()
        || Arrays.stream(engine.getStackTrace())
            .anyMatch(
                frame ->
                    frame.getClassName().equals("java.lang.Runtime")
                        && frame.getMethodName().equals("exit"));
  }
}
