package io.functionrunner.perf.cli;

import io.functionrunner.perf.history.History;
import io.functionrunner.perf.history.Track;
import io.functionrunner.perf.history.Trend;
import io.functionrunner.perf.report.TrendPage;
import io.functionrunner.perf.report.TrendText;
import io.functionrunner.perf.run.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code perf trend}: how KPIs went from run to run, and where their level changed. */
@Command(
    name = "trend",
    mixinStandardHelpOptions = true,
    description = {
      "Shows how KPIs went from run to run, and since when their level is another one.",
      "Runs are comparable when simulation, load, machine, target and API are the same; of each",
      "simulation those are shown that have the newest run, unless an option says which."
    })
final class TrendCommand implements Callable<Integer> {

  private static final int MOST_NAMED = 10;

  @Spec private CommandSpec spec;

  @Option(
      names = "--history",
      paramLabel = "<folder>",
      description = "Folder of the runs' summaries. Default: history, in the project.")
  private Path folder;

  @Option(
      names = "--simulation",
      paramLabel = "<name>",
      split = ",",
      description = "Only these. Default: all.")
  private List<String> simulations = List.of();

  @Option(
      names = "--environment",
      paramLabel = "<fingerprint>",
      description = "Runs of this machine.")
  private String environment;

  @Option(
      names = "--load",
      paramLabel = "<hash>",
      description = "Runs of this load: other users or durations have another hash.")
  private String load;

  @Option(
      names = "--kpi",
      paramLabel = "<id>",
      split = ",",
      description = {
        "KPIs to show, for instance throughput or task.*.p95.",
        "Default: those that a verdict may rest on."
      })
  private List<String> kpis = List.of();

  @Option(names = "--html", paramLabel = "<file>", description = "Write a page with charts, too.")
  private Path html;

  @Override
  public Integer call() throws IOException {
    Path from = folder == null ? Project.home().resolve("history") : folder;
    History history = History.read(from);
    List<Track> matching = Track.of(history).stream().filter(this::asked).toList();
    if (matching.isEmpty()) {
      throw new IllegalArgumentException(nothing(from, history));
    }
    List<Track> shown = newestOfEach(matching);
    List<Trend> trends = shown.stream().map(track -> Trend.of(track, kpis)).toList();
    if (trends.stream().allMatch(trend -> trend.kpis().isEmpty()) && !kpis.isEmpty()) {
      throw new IllegalArgumentException(unknownKpi(shown));
    }
    List<String> others = new ArrayList<>();
    matching.stream().filter(t -> !shown.contains(t)).forEach(t -> others.add(inWords(t)));
    print(trends, others, history.skipped());
    if (html != null) {
      AtomicFile.write(html, out -> TrendPage.write(out, trends, others, history.skipped()));
      spec.commandLine().getOut().println("\npage: " + html);
    }
    return 0;
  }

  private boolean asked(Track track) {
    Track.Key key = track.key();
    return (simulations.isEmpty() || simulations.contains(key.simulation()))
        && (environment == null || environment.equals(key.environment()))
        && (load == null || load.equals(key.load()));
  }

  /** Tracks come with the newest run first. */
  private static List<Track> newestOfEach(List<Track> tracks) {
    Set<String> seen = new HashSet<>();
    return tracks.stream().filter(track -> seen.add(track.key().simulation())).toList();
  }

  private void print(List<Trend> trends, List<String> others, List<History.Skipped> skipped) {
    var out = spec.commandLine().getOut();
    trends.forEach(trend -> out.println(TrendText.table(trend)));
    named(others, "not shown, as not comparable");
    named(
        skipped.stream().map(s -> s.file() + ": " + s.reason()).toList(),
        "skipped, as no summary of a run");
  }

  private void named(List<String> lines, String why) {
    var out = spec.commandLine().getOut();
    lines.stream().limit(MOST_NAMED).forEach(line -> out.println(why + ": " + line));
    if (lines.size() > MOST_NAMED) {
      out.printf("%s: %,d more%n", why, lines.size() - MOST_NAMED);
    }
  }

  private static String inWords(Track track) {
    return "%,d runs of %s, %s"
        .formatted(track.runs().size(), track.key().simulation(), TrendText.conditions(track));
  }

  private String nothing(Path from, History history) {
    Set<String> there = new TreeSet<>();
    history.runs().forEach(run -> there.add(run.simulation()));
    return history.runs().isEmpty()
        ? "%s holds no summary of a run%s. Runs leave theirs there; perf analyze --history does it for earlier ones"
            .formatted(
                from,
                history.skipped().isEmpty()
                    ? ""
                    : " (%d other files)".formatted(history.skipped().size()))
        : "%s: no such runs. Simulations there: %s".formatted(from, String.join(", ", there));
  }

  private String unknownKpi(List<Track> shown) {
    Set<String> ids = new TreeSet<>();
    shown.forEach(track -> ids.addAll(track.kpis().keySet()));
    return "--kpi %s: no such KPI. Those that exist: %s"
        .formatted(String.join(",", kpis), String.join(", ", ids));
  }
}
