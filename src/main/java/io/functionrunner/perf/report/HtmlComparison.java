package io.functionrunner.perf.report;

import io.functionrunner.perf.baseline.Comparison;
import io.functionrunner.perf.baseline.KpiComparison;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The comparison with a baseline on the page: a row a KPI, its interval drawn against the limit.
 */
final class HtmlComparison {

  /** Of the drawing; the limit is a quarter from its right end, no change in the middle. */
  private static final double WIDTH = 140;

  private static final double LIMITS_ACROSS = 4;

  private HtmlComparison() {}

  static Map<String, Object> of(Comparison comparison) {
    Map<String, Object> page = new HashMap<>();
    page.put("notice", comparison.notice());
    page.put("hasNotice", !comparison.notice().isEmpty());
    page.put("isThere", comparison.isThere());
    page.put("baseline", comparison.baseline());
    page.put("baselineRuns", Display.count(comparison.baselineRuns().size()));
    page.put("rows", comparison.kpis().stream().map(HtmlComparison::row).toList());
    return page;
  }

  private static Map<String, Object> row(KpiComparison kpi) {
    String word =
        kpi.verdict()
            .map(Enum::name)
            .orElse(kpi.gates() ? "not judged" : kpi.notable() ? "worse" : "");
    Map<String, Object> row =
        HtmlModel.row(
            "verdict", kpi.verdict().map(Enum::name).orElse("INFO"),
            "word", word,
            "title", kpi.title(),
            "baseline", Display.optional(kpi.baseline(), kpi.unit()),
            "value", Display.optional(kpi.value(), kpi.unit()),
            "change", signed(kpi.change()),
            "limit", Display.number(kpi.limit(), "share"),
            "sentence", kpi.sentence());
    row.put("drawn", kpi.change().isPresent() && kpi.limit() > 0);
    if (kpi.change().isPresent() && kpi.limit() > 0) {
      double low = at(kpi.atLeast().orElse(kpi.change().getAsDouble()), kpi.limit());
      double high = at(kpi.atMost().orElse(kpi.change().getAsDouble()), kpi.limit());
      row.put("low", number(low));
      row.put("length", number(Math.max(1, high - low)));
      row.put("estimate", number(at(kpi.change().getAsDouble(), kpi.limit())));
      row.put("limitAt", number(at(kpi.limit(), kpi.limit())));
      row.put("middle", number(WIDTH / 2));
      row.put("width", number(WIDTH));
    }
    return row;
  }

  private static String signed(OptionalDouble change) {
    return change.isEmpty() ? Display.NOTHING : Display.change(change.getAsDouble());
  }

  /** Where a change is drawn; what lies beyond the drawing stands at its end. */
  private static double at(double change, double limit) {
    double place = WIDTH / 2 + change / limit * WIDTH / LIMITS_ACROSS;
    return Math.max(0, Math.min(WIDTH, place));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
