package io.functionrunner.perf.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.functionrunner.perf.history.History;
import io.functionrunner.perf.history.KpiTrend;
import io.functionrunner.perf.history.RunSummary;
import io.functionrunner.perf.history.Track;
import io.functionrunner.perf.history.Trend;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the trend page: KPIs from run to run, with the changes of their level. */
public final class TrendPage {

  /** Runs in the table; all of them are in the charts. */
  private static final int ROWS = 200;

  /** More digits than a chart shows would only make the page larger. */
  private static final MathContext DIGITS = new MathContext(5);

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private TrendPage() {}

  /**
   * Writes UTF-8, and leaves {@code out} open.
   *
   * @param others tracks that are not shown, in words
   */
  public static void write(
      OutputStream out, List<Trend> trends, List<String> others, List<History.Skipped> skipped)
      throws IOException {
    Map<String, Object> page = new HashMap<>();
    List<Map<String, Object>> sections = new ArrayList<>();
    ArrayNode data = NODES.arrayNode();
    for (Trend trend : trends) {
      sections.add(section(trend, sections.size()));
      data.add(data(trend));
    }
    page.put("tracks", sections);
    page.put("others", others);
    page.put("hasOthers", !others.isEmpty());
    page.put(
        "skipped",
        skipped.stream().map(s -> HtmlModel.row("file", s.file(), "reason", s.reason())).toList());
    page.put("hasSkipped", !skipped.isEmpty());
    page.put("skippedCount", Display.count(skipped.size()));
    HtmlPage.write(out, "trend.html", page, "trend.js", data);
  }

  private static Map<String, Object> section(Trend trend, int number) {
    Track track = trend.track();
    Map<String, Object> section = new HashMap<>();
    section.put("number", number);
    section.put("simulation", track.key().simulation());
    section.put("runs", TrendText.runs(trend));
    section.put("conditions", TrendText.conditions(track));
    section.put("rows", rows(trend));
    section.put("rowCount", Display.count(Math.min(ROWS, track.runs().size())));
    List<Map<String, Object>> kpis = new ArrayList<>();
    List<Map<String, Object>> changes = new ArrayList<>();
    for (KpiTrend kpi : trend.kpis()) {
      Map<String, Object> one = new HashMap<>();
      one.put("id", kpi.id());
      one.put("number", kpis.size());
      one.put("track", number);
      one.put("title", kpi.title());
      one.put("unit", unit(kpi.unit()));
      one.put("last", Display.number(last(kpi), kpi.unit()));
      one.put("level", Display.number(kpi.level(), kpi.unit()));
      kpis.add(one);
      kpi.changes().forEach(change -> changes.add(change(track, kpi, change)));
    }
    changes.sort((a, b) -> ((String) b.get("when")).compareTo((String) a.get("when")));
    section.put("kpis", kpis);
    section.put("changes", changes);
    section.put("hasChanges", !changes.isEmpty());
    return section;
  }

  private static double last(KpiTrend kpi) {
    return kpi.points().get(kpi.points().size() - 1).value();
  }

  private static Map<String, Object> change(Track track, KpiTrend kpi, KpiTrend.Change change) {
    RunSummary run = track.runs().get(change.run());
    String verdict =
        switch (change.effect()) {
          case BETTER -> "PASS";
          case WORSE -> "FAIL";
          case NEITHER -> "INFO";
        };
    return HtmlModel.row(
        "class", verdict,
        "effect", change.effect().name().toLowerCase(Locale.ROOT),
        "when", TrendText.at(run),
        "kpi", kpi.title(),
        "share", TrendText.share(change),
        "before", Display.number(change.before(), kpi.unit()),
        "after", Display.number(change.after(), kpi.unit()),
        "p", change.p() == 0 ? "0" : "%.0e".formatted(change.p()),
        "run", run.run(),
        "commit", run.commit() == null ? "" : run.commit());
  }

  /** The newest first. */
  private static List<Map<String, Object>> rows(Trend trend) {
    List<RunSummary> runs = trend.track().runs();
    List<RunSummary> newest =
        new ArrayList<>(runs.subList(Math.max(0, runs.size() - ROWS), runs.size()));
    Collections.reverse(newest);
    return newest.stream()
        .map(
            run ->
                HtmlModel.row(
                    "verdict", run.verdict().name(),
                    "run", run.run(),
                    "when", TrendText.at(run),
                    "seed", run.seed() == null ? "" : run.seed().toString(),
                    "commit", run.commit() == null ? "" : run.commit(),
                    "baseline", run.baseline() == null ? "" : run.baseline(),
                    "reason", run.reason()))
        .toList();
  }

  private static String unit(String unit) {
    return unit.equals("share") ? "%" : unit;
  }

  private static ObjectNode data(Trend trend) {
    Track track = trend.track();
    ObjectNode data = NODES.objectNode();
    ArrayNode names = data.putArray("runs");
    ArrayNode starts = data.putArray("starts");
    track
        .runs()
        .forEach(
            run -> {
              names.add(Plain.line(run.run(), 60));
              starts.add(run.startMillis() / 1000);
            });
    ArrayNode baselines = data.putArray("baselines");
    track.baselineChanges().forEach(baselines::add);
    ArrayNode kpis = data.putArray("kpis");
    trend.kpis().forEach(kpi -> kpis.add(data(kpi, track.runs().size())));
    return data;
  }

  private static ObjectNode data(KpiTrend kpi, int runs) {
    double scale = kpi.unit().equals("share") ? 100 : 1;
    ObjectNode node = NODES.objectNode();
    ArrayNode values = node.putArray("values");
    int next = 0;
    for (int run = 0; run < runs; run++) {
      if (next < kpi.points().size() && kpi.points().get(next).run() == run) {
        values.add(rounded(scale * kpi.points().get(next++).value()));
      } else {
        values.addNull();
      }
    }
    ArrayNode levels = node.putArray("levels");
    double first = kpi.changes().isEmpty() ? kpi.level() : kpi.changes().get(0).before();
    levels.addObject().put("run", 0).put("value", rounded(scale * first));
    for (KpiTrend.Change change : kpi.changes()) {
      levels
          .addObject()
          .put("run", change.run())
          .put("value", rounded(scale * change.after()))
          .put("text", TrendText.share(change))
          .put("effect", change.effect().name().toLowerCase(Locale.ROOT));
    }
    return node;
  }

  private static BigDecimal rounded(double value) {
    return new BigDecimal(value).round(DIGITS).stripTrailingZeros();
  }
}
