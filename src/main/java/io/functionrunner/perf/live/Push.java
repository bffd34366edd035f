package io.functionrunner.perf.live;

import io.prometheus.metrics.exporter.opentelemetry.OpenTelemetryExporter;
import io.prometheus.metrics.exporter.pushgateway.PushGateway;
import io.prometheus.metrics.exporter.pushgateway.Scheme;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sends a run's metrics to where nobody can scrape them: every so often, and once more when it is
 * closed, so that the last values are the run's own. A push that fails never costs the run.
 */
public interface Push extends AutoCloseable {

  /** What stands for "which program" on the other side: Pushgateway's job, OTLP's service. */
  String JOB = "loadtest";

  /** For a connection, for an answer, and for the last push as a whole. */
  Duration PATIENCE = Duration.ofSeconds(5);

  /** What OpenTelemetry would say of itself, but is nobody's business: emptied. */
  List<String> WITHHELD =
      List.of(
          "host.name", "process.command_line", "process.command_args", "process.executable.path");

  /** Pushes a last time. */
  @Override
  void close();

  /**
   * Pushes to a Prometheus Pushgateway, job {@value #JOB}. A push replaces all of its group, and
   * the group is the simulation: so a new run takes the place of the last.
   *
   * @param gateway its base URL
   * @param bearerToken sent with every push
   * @param told hears the first failure, without any text of the gateway
   */
  static Push toGateway(
      PrometheusRegistry registry,
      URI gateway,
      String simulation,
      Optional<String> bearerToken,
      Duration every,
      Consumer<String> told) {
    PushGateway.Builder builder =
        PushGateway.builder()
            .scheme(Scheme.fromString(gateway.getScheme()))
            .address(gateway.getRawAuthority() + gateway.getRawPath())
            .job(JOB)
            .groupingKey("simulation", simulation)
            .connectionTimeout(PATIENCE)
            .readTimeout(PATIENCE)
            .registry(registry);
    bearerToken.ifPresent(builder::bearerToken);
    return new RepeatedPush(builder.build()::push, gateway, every, told);
  }

  /**
   * Pushes as OpenTelemetry metrics over OTLP (HTTP, protobuf), service {@value #JOB}. Failures are
   * logged by the exporter. Its resource says nothing of host, command line or paths.
   *
   * @param endpoint base URL; the exporter adds {@code /v1/metrics}
   * @param bearerToken sent with every push
   */
  static Push overOtlp(
      PrometheusRegistry registry,
      URI endpoint,
      String simulation,
      Optional<String> bearerToken,
      Duration every) {
    OpenTelemetryExporter.Builder builder =
        OpenTelemetryExporter.builder()
            .registry(registry)
            .protocol("http/protobuf")
            .endpoint(endpoint.toString())
            .serviceName(JOB)
            .serviceInstanceId(simulation)
            .intervalSeconds(Math.toIntExact(every.toSeconds()))
            .timeoutSeconds(Math.toIntExact(PATIENCE.toSeconds()));
    WITHHELD.forEach(key -> builder.resourceAttribute(key, ""));
    bearerToken.ifPresent(token -> builder.header("Authorization", "Bearer " + token));
    return builder.buildAndStart()::close;
  }
}
