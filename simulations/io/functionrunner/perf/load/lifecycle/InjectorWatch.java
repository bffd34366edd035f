package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.injector.InjectorSampler;
import io.functionrunner.perf.injector.Lateness;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** Watches the injector's own health from the run directory's first moment to the load's end. */
final class InjectorWatch implements AutoCloseable {

  private final Lateness eventLoops = new Lateness();
  private final Lateness schedule = new Lateness();
  private final PrintStream out;
  private EventLoopProbe probe;
  private InjectorSampler sampler;

  /**
   * @param out for the one message that the samples could not be written
   */
  InjectorWatch(PrintStream out) {
    this.out = out;
  }

  /** Takes how late each task is submitted. */
  Lateness schedule() {
    return schedule;
  }

  /**
   * To be called once.
   *
   * @param loops Gatling's event loops
   * @throws IOException when the file of the samples cannot be made
   */
  synchronized void start(Path runDirectory, Iterable<EventExecutor> loops) throws IOException {
    sampler = InjectorSampler.start(runDirectory, InjectorSampler.EVERY, eventLoops, schedule);
    probe = new EventLoopProbe(loops, eventLoops);
  }

  /** A load without samples is still a load: what went wrong with them is only told. */
  @Override
  public synchronized void close() {
    if (sampler == null) {
      return;
    }
    probe.close();
    try {
      sampler.close();
    } catch (IOException e) {
      out.println("The injector's health was not recorded to the end: " + e.getMessage());
    }
  }
}
