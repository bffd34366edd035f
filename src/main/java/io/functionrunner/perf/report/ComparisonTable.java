package io.functionrunner.perf.report;

import io.functionrunner.perf.baseline.Comparison;
import io.functionrunner.perf.baseline.KpiComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** A comparison as plain text. */
public final class ComparisonTable {

  private static final int MOST = 300;

  private ComparisonTable() {}

  /** A table of all KPIs, then what the gating ones come to, a line each. */
  public static String text(Comparison comparison) {
    StringBuilder text = new StringBuilder();
    if (!comparison.notice().isEmpty()) {
      text.append(Plain.line(comparison.notice(), MOST)).append('\n');
    }
    if (!comparison.isThere()) {
      return text.toString();
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("KPI", "baseline", "now", "worse by", "at least", "at most", "limit", ""));
    comparison.kpis().forEach(k -> rows.add(row(k)));
    text.append(
        "%s (%d runs) and %d run%s%n%n"
            .formatted(
                Plain.line(comparison.baseline(), MOST),
                comparison.baselineRuns().size(),
                comparison.runs(),
                comparison.runs() == 1 ? "" : "s"));
    Columns.aligned(rows).forEach(line -> text.append(line).append('\n'));
    text.append('\n');
    comparison.kpis().stream()
        .filter(KpiComparison::gates)
        .forEach(k -> text.append("%-12s  %s%n".formatted(word(k), Plain.line(k.text(), MOST))));
    return text.toString();
  }

  private static List<String> row(KpiComparison kpi) {
    return List.of(
        kpi.id(),
        Display.optional(kpi.baseline(), kpi.unit()),
        Display.optional(kpi.value(), kpi.unit()),
        share(kpi.change()),
        share(kpi.atLeast()),
        share(kpi.atMost()),
        Display.number(kpi.limit(), "share"),
        kpi.gates() ? word(kpi) : kpi.notable() ? "worse" : "");
  }

  private static String word(KpiComparison kpi) {
    return kpi.verdict().map(Enum::name).orElse("not judged");
  }

  private static String share(OptionalDouble value) {
    return Display.optional(value, "share");
  }
}
