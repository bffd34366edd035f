package io.functionrunner.perf.report;

import io.functionrunner.perf.baseline.Baseline;
import io.functionrunner.perf.baseline.Baseline.Accepted;
import io.functionrunner.perf.baseline.Comparer;
import io.functionrunner.perf.kpi.TaskClass;
import io.functionrunner.perf.stats.MillisHistogram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Baselines as plain text. */
public final class BaselineTable {

  private static final int MOST = 60;

  private BaselineTable() {}

  /** One line a baseline. */
  public static String list(List<Path> files, List<Baseline> baselines) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("file", "environment", "runs", "last accepted", ""));
    for (int i = 0; i < files.size(); i++) {
      Baseline baseline = baselines.get(i);
      int runs = baseline.runs().size();
      rows.add(
          List.of(
              files.get(i).toString(),
              baseline.identity().environment(),
              Display.count(runs),
              baseline.runs().get(runs - 1).acceptedAt(),
              runs < Comparer.ENOUGH_RUNS ? "too few to decide" : "decides"));
    }
    return lines(rows);
  }

  /** Its load, and each run with the median of every class. */
  public static String show(Baseline baseline) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s against %s, API %s, seed %d, profile %s, speed %s%n%n"
            .formatted(
                baseline.identity().simulation(),
                baseline.identity().environment(),
                baseline.identity().api(),
                baseline.identity().seed(),
                baseline.identity().profileHash(),
                Display.plain(baseline.identity().speed(), 2)));
    Set<TaskClass> classes = new TreeSet<>();
    baseline.samples().forEach(s -> classes.addAll(s.histograms().keySet()));
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("run", "accepted", "by", "tasks", "failed"));
    classes.forEach(c -> head.add(c.title() + " p50"));
    rows.add(head);
    baseline.runs().forEach(r -> rows.add(row(r, classes)));
    text.append(lines(rows)).append('\n');
    baseline
        .runs()
        .forEach(
            r ->
                text.append(
                    "%s: %s, %s%n"
                        .formatted(
                            Plain.line(r.sample().name(), MOST),
                            r.sample().fingerprint(),
                            r.reason().isEmpty() ? "no reason" : Plain.line(r.reason(), MOST))));
    baseline
        .earlier()
        .forEach(
            e ->
                text.append(
                    "replaced %s by %s: %s (%s)%n"
                        .formatted(
                            e.replacedAt(),
                            Plain.line(e.replacedBy(), MOST),
                            String.join(", ", e.runs()),
                            Plain.line(e.reason(), MOST))));
    return text.toString();
  }

  private static List<String> row(Accepted run, Set<TaskClass> classes) {
    Map<TaskClass, MillisHistogram> times = run.sample().histograms();
    List<String> row =
        new ArrayList<>(
            List.of(
                Plain.line(run.sample().name(), MOST),
                run.acceptedAt(),
                Plain.line(run.acceptedBy(), MOST),
                Display.count(run.sample().counts().submitted()),
                Display.count(run.sample().counts().failed())));
    classes.forEach(
        c -> row.add(Display.quantile(times.getOrDefault(c, MillisHistogram.EMPTY), 0.5)));
    return row;
  }

  private static String lines(List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    Columns.aligned(rows).forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }
}
