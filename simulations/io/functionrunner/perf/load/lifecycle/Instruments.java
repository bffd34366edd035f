package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.injector.InjectorMetric;
import io.functionrunner.perf.injector.InjectorSampler;
import io.functionrunner.perf.injector.Lateness;
import io.functionrunner.perf.live.LiveRun.Gauge;
import io.functionrunner.perf.metrics.ScrapeSource;
import io.functionrunner.perf.metrics.SeriesFile;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is measured beside the tasks while a run goes on: the target's exporters, and the injector
 * itself. Neither may end the load: what fails is said, and stands in the analysis as not
 * collected.
 */
final class Instruments {

  private final InjectorSampler injector;
  private final EventLoopProbe probe;
  private final Optional<ScrapeSource> scrape;
  private final PrintStream out;

  private Instruments(
      InjectorSampler injector,
      EventLoopProbe probe,
      Optional<ScrapeSource> scrape,
      PrintStream out) {
    this.injector = injector;
    this.probe = probe;
    this.scrape = scrape;
    this.out = out;
  }

  /**
   * Starts them.
   *
   * @param loops Gatling's event loops
   * @param lag of the schedule, as tasks are submitted
   */
  static Instruments start(
      Path directory,
      TargetMetrics metrics,
      Iterable<EventExecutor> loops,
      Lateness lag,
      PrintStream out)
      throws IOException {
    metrics.keepCatalog(directory);
    Lateness delays = new Lateness();
    Optional<ScrapeSource> scrape =
        metrics.scraped().isEmpty()
            ? Optional.empty()
            : Optional.of(
                ScrapeSource.start(
                    metrics.scraped(),
                    metrics.interval(),
                    metrics.catalog(),
                    directory.resolve(SeriesFile.FILE)));
    return new Instruments(
        InjectorSampler.start(directory, InjectorSampler.EVERY, delays, lag),
        new EventLoopProbe(loops, delays),
        scrape,
        out);
  }

  /** Shows the injector's health to whoever watches the run. */
  void showTo(LiveFeed live) {
    for (InjectorMetric metric : InjectorMetric.values()) {
      InjectorGauge gauge = InjectorGauge.of(metric);
      live.gauge(gauge.name(), gauge.help(), () -> gauge.factor() * injector.latest(metric));
    }
  }

  /** The last values of both, for the live page. */
  List<Gauge> gauges() {
    List<Gauge> all = new ArrayList<>(LiveGauges.injector(injector::latest));
    scrape.ifPresent(source -> all.addAll(LiveGauges.target(source.latest())));
    return all;
  }

  /** Completes their files. */
  void close() {
    probe.close();
    scrape.ifPresent(ScrapeSource::close);
    scrape
        .map(ScrapeSource::broken)
        .filter(why -> !why.isEmpty())
        .ifPresent(why -> out.println("The target's metrics were not recorded to the end: " + why));
    try {
      injector.close();
    } catch (IOException e) {
      out.println("The injector's health was not recorded to the end: " + e.getMessage());
    }
  }
}
