package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.load.settings.Launch;
import io.functionrunner.perf.load.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A run that the build or a person started: Gatling's results folder, our reports, and the exit
 * status that the verdict asks for.
 */
final class BuildOutlet implements Outlet {

  private final Path results;
  private final String simulation;
  private final Target target;
  private final TargetMetrics metrics;
  private final LiveFeed live;
  private final PostRun postRun;
  private final AtomicReference<RunFolder> folder = new AtomicReference<>();

  BuildOutlet(
      Settings settings,
      Launch launch,
      CriteriaFile criteria,
      String simulation,
      Target target,
      TargetMetrics metrics,
      LiveFeed live) {
    this.results = launch.results();
    this.simulation = simulation;
    this.target = target;
    this.metrics = metrics;
    this.live = live;
    this.postRun =
        new PostRun(
            AnalysisOptions.with(criteria).withBaselines(settings.baselines()),
            settings.gate(),
            settings.history().orElseGet(launch::history),
            launch.colour(),
            System.out);
  }

  @Override
  public void awaitRun(Runnable interrupt) {
    Runtime.getRuntime()
        .addShutdownHook(new ExitHook(Thread.currentThread(), interrupt, this::finish));
    folder.set(RunFolder.awaited(results, simulation));
  }

  @Override
  public Path directory() {
    return folder.get().found();
  }

  @Override
  public void over(Path directory, long startMillis, long endMillis) {
    try {
      metrics.collect(directory, startMillis, endMillis);
    } catch (IOException e) {
      System.out.println("The answers of Prometheus cannot be kept: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    live.reported(directory, postRun.analyse(directory));
  }

  private int finish() {
    target.close();
    int status = postRun.conclude();
    live.close();
    return status;
  }
}
