package io.functionrunner.perf.cli;

import io.functionrunner.perf.metrics.Catalog;
import io.functionrunner.perf.metrics.MetricsCheck;
import io.functionrunner.perf.metrics.PrometheusSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code perf metrics …}: the target's own metrics. */
@Command(
    name = "metrics",
    mixinStandardHelpOptions = true,
    description = "The target's own metrics.",
    subcommands = MetricsCommand.Check.class)
final class MetricsCommand {

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Lists every metric of the catalog: found with its value now, or not, and why.",
        "Credentials come from the environment: PROMETHEUS_TOKEN, or PROMETHEUS_USER and",
        "PROMETHEUS_PASSWORD; PROMETHEUS_HEADERS has further headers, one Name: value a line."
      })
  static final class Check implements Callable<Integer> {

    @Option(
        names = "--prometheus",
        paramLabel = "<url>",
        required = true,
        description = "The Prometheus to ask.")
    private URI prometheus;

    @Option(
        names = "--ca",
        paramLabel = "<file>",
        description = "PEM file of the authorities that its TLS needs.")
    private Path ca;

    @Option(
        names = "--catalog",
        paramLabel = "<file>",
        description = "Metric definitions of your own, over the built-in ones.")
    private Path catalog;

    @Override
    public Integer call() throws IOException, InterruptedException {
      Catalog metrics = catalog == null ? Catalog.builtIn() : Catalog.builtIn().with(catalog);
      PrometheusSettings settings =
          PrometheusSettings.of(prometheus, Optional.ofNullable(ca), System::getenv);
      List<MetricsCheck.Line> lines = MetricsCheck.run(settings, metrics);
      MetricsCheck.write(System.out, lines);
      return 0;
    }
  }
}
