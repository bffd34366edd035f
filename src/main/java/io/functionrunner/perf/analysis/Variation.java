package io.functionrunner.perf.analysis;

import io.functionrunner.perf.kpi.Kpi;
import io.functionrunner.perf.kpi.KpiValue;
import io.functionrunner.perf.kpi.Reading;
import io.functionrunner.perf.stats.CoefficientOfVariation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How much a KPI differs between runs of one load.
 *
 * @param values one a run in which it has one
 * @param coefficient empty when it cannot be judged
 * @param unjudged why not; empty when it can
 */
public record Variation(
    Kpi kpi, List<Double> values, Optional<CoefficientOfVariation> coefficient, String unjudged) {

  /** From here on a change of 10 % is not found in few runs (see docs/MATH.md). */
  public static final double MOST = 0.05;

  private static final double CONFIDENCE = 0.95;

  /** Rounding to whole milliseconds has this standard deviation: that of a uniform error. */
  private static final double ROUNDING_MILLIS = 1 / Math.sqrt(12);

  /** Of the mean: then it does not count beside {@value #MOST}. */
  private static final double ROUNDING_MOST = 0.01;

  /**
   * The worst of thousands of lags is one pause of the injector's machine: its spread tells of the
   * machine, and no longer run makes it less. What users saw is lag.p99.
   */
  private static final String WORST_LAG = "lag.max";

  private static final Pattern QUANTILE = Pattern.compile(".*\\.p\\d+");

  public Variation {
    values = List.copyOf(values);
  }

  /** What can be said of it: below the limit, also with its interval, or not. */
  public enum Judgement {
    STEADY,
    /** The runs differ little, but so few of them could do so by chance. */
    PROBABLY_STEADY,
    VARIES,
    NOT_JUDGED
  }

  /** Of every KPI of the first run, in its order. */
  public static List<Variation> of(List<List<Reading>> runs) {
    Map<String, List<Reading>> byId = new LinkedHashMap<>();
    for (List<Reading> run : runs) {
      run.forEach(r -> byId.computeIfAbsent(r.kpi().id(), id -> new ArrayList<>()).add(r));
    }
    return byId.values().stream().map(readings -> of(readings, runs.size())).toList();
  }

  private static Variation of(List<Reading> readings, int runs) {
    Kpi kpi = readings.get(0).kpi();
    double[] values =
        readings.stream()
            .map(Reading::value)
            .filter(KpiValue.Measured.class::isInstance)
            .mapToDouble(v -> ((KpiValue.Measured) v).value())
            .toArray();
    String unjudged = unjudged(kpi, readings, values, runs);
    return new Variation(
        kpi,
        Arrays.stream(values).boxed().toList(),
        unjudged.isEmpty()
            ? Optional.of(CoefficientOfVariation.of(values, CONFIDENCE))
            : Optional.empty(),
        unjudged);
  }

  private static String unjudged(Kpi kpi, List<Reading> readings, double[] values, int runs) {
    if (values.length < runs) {
      return readings.stream()
          .map(Reading::value)
          .filter(KpiValue.Missing.class::isInstance)
          .map(v -> ((KpiValue.Missing) v).reason())
          .findFirst()
          .orElse("not known in every run");
    }
    if (values.length < 2) {
      return "one run does not vary";
    }
    if (kpi.id().equals(WORST_LAG)) {
      return "the worst moment of a run: of such a one a CV says nothing";
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    if (!(mean > 0)) {
      return "0 in every run";
    }
    if (kpi.unit().equals("ms") && ROUNDING_MILLIS / mean > ROUNDING_MOST) {
      return "so short that whole milliseconds are %.0f %% of it"
          .formatted(100 * ROUNDING_MILLIS / mean);
    }
    if (QUANTILE.matcher(kpi.id()).matches() && readings.stream().anyMatch(r -> !certified(r))) {
      return "too few values in a run for this quantile";
    }
    return "";
  }

  private static boolean certified(Reading reading) {
    return reading.value() instanceof KpiValue.Measured m && m.certified().isPresent();
  }

  /** Against {@link #MOST}. */
  public Judgement judgement() {
    if (coefficient.isEmpty()) {
      return Judgement.NOT_JUDGED;
    }
    if (coefficient.get().value() >= MOST) {
      return Judgement.VARIES;
    }
    return coefficient.get().interval().high() < MOST
        ? Judgement.STEADY
        : Judgement.PROBABLY_STEADY;
  }
}
