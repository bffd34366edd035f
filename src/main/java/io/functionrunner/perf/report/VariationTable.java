package io.functionrunner.perf.report;

import io.functionrunner.perf.analysis.Variation;
import io.functionrunner.perf.analysis.Variation.Judgement;
import io.functionrunner.perf.stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How much KPIs vary between runs, as a table in plain text. */
public final class VariationTable {

  private VariationTable() {}

  /** The table, and below it what it does not show. */
  public static String text(List<Variation> variations) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("KPI", "mean", "min", "max", "CV", "95 % interval", "", ""));
    variations.stream()
        .filter(v -> v.judgement() != Judgement.NOT_JUDGED)
        .forEach(v -> rows.add(row(v)));
    StringBuilder text = new StringBuilder();
    if (rows.size() > 1) {
      Columns.aligned(rows).forEach(line -> text.append(line).append('\n'));
      text.append(
          """

          CV: standard deviation between the runs / mean. steady: below 5 %, its whole interval too.
          steady?: below 5 %, but its interval is not; more runs would tell. VARIES: 5 % or more.
          *: a verdict may rest on it.
          """);
    }
    List<Variation> unjudged =
        variations.stream().filter(v -> v.judgement() == Judgement.NOT_JUDGED).toList();
    if (!unjudged.isEmpty()) {
      text.append("\nCannot be judged:\n");
      unjudged.forEach(
          v -> text.append("  %s: %s%n".formatted(v.kpi().id(), Plain.line(v.unjudged(), 120))));
    }
    return text.toString();
  }

  private static List<String> row(Variation variation) {
    String unit = variation.kpi().unit();
    Interval interval = variation.coefficient().orElseThrow().interval();
    return Stream.concat(
            Stream.of(
                variation.kpi().id(),
                Display.number(variation.coefficient().orElseThrow().mean(), unit),
                Display.number(extreme(variation, true), unit),
                Display.number(extreme(variation, false), unit),
                percent(variation.coefficient().orElseThrow().value()),
                percent(interval.low()) + " to " + percent(interval.high())),
            Stream.of(word(variation.judgement()), variation.kpi().gates() ? "*" : ""))
        .toList();
  }

  private static double extreme(Variation variation, boolean least) {
    return variation.values().stream().reduce(least ? Math::min : Math::max).orElseThrow();
  }

  private static String percent(double share) {
    return Double.isInfinite(share) ? "?" : Display.number(share, "share");
  }

  private static String word(Judgement judgement) {
    return switch (judgement) {
      case STEADY -> "steady";
      case PROBABLY_STEADY -> "steady?";
      case VARIES -> "VARIES";
      case NOT_JUDGED -> "";
    };
  }
}
