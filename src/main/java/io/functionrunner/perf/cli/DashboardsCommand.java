package io.functionrunner.perf.cli;

import io.functionrunner.perf.grafana.Dashboard;
import io.functionrunner.perf.grafana.DashboardJson;
import io.functionrunner.perf.grafana.Dashboards;
import io.functionrunner.perf.grafana.GrafanaApi;
import io.functionrunner.perf.grafana.Provisioning;
import io.functionrunner.perf.kpi.CriteriaFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perf dashboards …}: Grafana's view of load tests. */
@Command(
    name = "dashboards",
    mixinStandardHelpOptions = true,
    description = "Grafana dashboards of load tests.",
    subcommands = {DashboardsCommand.Export.class, DashboardsCommand.Push.class})
final class DashboardsCommand {

  private static final String FOLDER = "loadtest";

  private DashboardsCommand() {}

  /** Where the limits come from that the dashboards draw. */
  private static final class Limits {

    @Option(
        names = "--criteria",
        paramLabel = "<file>",
        description = "Pass criteria whose limits are drawn, in place of those that ship.")
    private Path criteria;

    @Option(
        names = "--simulation",
        paramLabel = "<name>",
        defaultValue = "",
        description = "Simulation whose limits are drawn; without it the default ones are.")
    private String simulation;

    List<Dashboard> dashboards() throws IOException {
      CriteriaFile file = criteria == null ? CriteriaFile.shipped() : CriteriaFile.read(criteria);
      return Dashboards.of(file.of(simulation));
    }
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = "Writes the dashboards and the files that provision them.")
  static final class Export implements Callable<Integer> {

    @Parameters(paramLabel = "<dir>", description = "Where to.")
    private Path directory;

    @Mixin private Limits limits;

    @Override
    public Integer call() throws IOException {
      Provisioning.export(directory, limits.dashboards()).forEach(System.out::println);
      return 0;
    }
  }

  @Command(
      name = "push",
      mixinStandardHelpOptions = true,
      description = {
        "Installs the dashboards through Grafana's API, in place of those with the same uid.",
        "The token of a service account (role Editor) comes from GRAFANA_TOKEN."
      })
  static final class Push implements Callable<Integer> {

    @Option(names = "--url", paramLabel = "<url>", required = true, description = "The Grafana.")
    private URI url;

    @Mixin private Limits limits;

    @Override
    public Integer call() throws IOException, InterruptedException {
      GrafanaApi grafana =
          new GrafanaApi(url, Optional.ofNullable(System.getenv(GrafanaApi.TOKEN_VARIABLE)));
      grafana.folder(FOLDER, "Load tests");
      for (Dashboard dashboard : limits.dashboards()) {
        System.out.println(
            dashboard.uid() + "  " + grafana.dashboard(DashboardJson.of(dashboard), FOLDER));
      }
      return 0;
    }
  }
}
