package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.analysis.Conclusion;
import io.functionrunner.perf.grafana.GrafanaApi;
import io.functionrunner.perf.grafana.RunAnnotations;
import java.io.PrintStream;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** A run's start, phases, end and verdict for a Grafana. */
final class AnnotationFeed implements AutoCloseable {

  private static final long LOOK_MILLIS = 500;

  private final RunAnnotations annotations;
  private final Supplier<String> phase;
  private Optional<Watch> watch = Optional.empty();
  private long endMillis;

  /**
   * @param environment where the token is
   * @param run name of its directory
   * @param phase name of the present one
   */
  AnnotationFeed(
      URI grafana,
      Function<String, String> environment,
      String simulation,
      String run,
      Supplier<String> phase,
      PrintStream out) {
    GrafanaApi api =
        new GrafanaApi(grafana, Optional.ofNullable(environment.apply(GrafanaApi.TOKEN_VARIABLE)));
    this.annotations = new RunAnnotations(api, simulation, run, out::println);
    this.phase = phase;
  }

  /** The load's start. */
  synchronized void started(long epochMillis) {
    annotations.started(epochMillis);
    watch = Optional.of(new Watch("phases", LOOK_MILLIS, this::look));
  }

  private void look() {
    annotations.phase(phase.get(), System.currentTimeMillis());
  }

  /** The load is over. */
  synchronized void ended(long epochMillis) {
    watch.ifPresent(Watch::close);
    endMillis = epochMillis;
    annotations.ended(epochMillis);
  }

  /** What the analysis says. */
  synchronized void reported(Conclusion conclusion) {
    annotations.verdict(conclusion.verdict().name(), conclusion.sentence(), endMillis);
  }

  /** Waits a moment for what is still to be written. */
  @Override
  public void close() {
    annotations.close();
  }
}
