package io.functionrunner.perf.load.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A run of a package for Gatling Enterprise: the process and its end, the run directory and the
 * reports are Enterprise's. Our files go where nobody keeps them.
 */
final class EnterpriseOutlet implements Outlet {

  private final String simulation;
  private final LiveFeed live;

  EnterpriseOutlet(String simulation, LiveFeed live) {
    this.simulation = simulation;
    this.live = live;
  }

  @Override
  public void awaitRun(Runnable interrupt) {
    // Whoever runs it ends it.
  }

  @Override
  public Path directory() throws IOException {
    return Files.createTempDirectory(simulation + "-");
  }

  @Override
  public void over(Path directory, long startMillis, long endMillis) {
    live.close();
  }
}
