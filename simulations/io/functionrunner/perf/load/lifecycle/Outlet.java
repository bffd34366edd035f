package io.functionrunner.perf.load.lifecycle;

import java.io.IOException;
import java.nio.file.Path;

/** Where a run leaves what it measured, what is made of it, and who ends its process. */
interface Outlet {

  /**
   * To be called last in the simulation's constructor.
   *
   * @param interrupt ends the load; called when the process is asked to go while the load goes on
   */
  void awaitRun(Runnable interrupt);

  /** The directory that gets the run's files; to be called once, when the first action is built. */
  Path directory() throws IOException;

  /**
   * The load is over, and the directory has all that it left. Gatling's own report comes later.
   *
   * @param startMillis of the load, epoch milliseconds
   * @param endMillis epoch milliseconds
   */
  void over(Path directory, long startMillis, long endMillis);
}
