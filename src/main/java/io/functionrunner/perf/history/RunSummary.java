package io.functionrunner.perf.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.kpi.Kpi;
import io.functionrunner.perf.kpi.KpiValue;
import io.functionrunner.perf.kpi.Reading;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.stats.Interval;
import io.functionrunner.perf.stats.Verdict;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the history keeps of a run, in one file. Of a foreign log, what only {@code run.json} tells
 * is null.
 *
 * @param schemaVersion {@value #SCHEMA_VERSION}; a reader skips a newer one
 * @param run name of the run directory
 * @param startMillis epoch milliseconds of the load's start
 * @param status how far the run came
 * @param environment fingerprint of the injector's machine
 * @param target base URL, or {@code sandbox}
 * @param api name of the binding
 * @param load hash of the profile as it was run, scaled; of a part of it, with the parts
 * @param seed of the workload
 * @param commit that CI was building, where it told
 * @param baseline which set of accepted runs the run was compared with; null when with none
 * @param versions of what took part
 * @param kpis by id; those that have a value
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunSummary(
    int schemaVersion,
    String simulation,
    String run,
    long startMillis,
    RunManifest.Status status,
    Verdict verdict,
    String reason,
    String environment,
    String target,
    String api,
    String load,
    Long seed,
    String commit,
    String baseline,
    Map<String, String> versions,
    Map<String, Value> kpis) {

  /** Raised when a field is renamed, removed or changes its meaning; additions leave it. */
  public static final int SCHEMA_VERSION = 1;

  private static final String SANDBOX = "sandbox";

  /**
   * A KPI's value.
   *
   * @param low and {@code high}: bounds of where the true value lies; null where none is known
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Value(
      String title,
      String unit,
      Kpi.Direction direction,
      boolean gates,
      double value,
      Double low,
      Double high) {

    public Value {
      Objects.requireNonNull(title, "a KPI has no title");
      Objects.requireNonNull(unit, "a KPI has no unit");
      Objects.requireNonNull(direction, "a KPI has no direction");
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a KPI's value is " + value);
      }
    }
  }

  public RunSummary {
    Objects.requireNonNull(simulation, "no simulation");
    Objects.requireNonNull(run, "no run");
    Objects.requireNonNull(verdict, "no verdict");
    Objects.requireNonNull(kpis, "no kpis");
    if (startMillis <= 0) {
      throw new IllegalArgumentException("no startMillis");
    }
    reason = Objects.requireNonNullElse(reason, "");
    versions = versions == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(versions));
    kpis = Collections.unmodifiableMap(new LinkedHashMap<>(kpis));
  }

  /** Of an analysed run. */
  public static RunSummary of(Analysis analysis) {
    Optional<RunManifest> run = analysis.manifest();
    Map<String, Value> kpis = new LinkedHashMap<>();
    for (Reading reading : analysis.kpis()) {
      if (reading.value() instanceof KpiValue.Measured measured) {
        kpis.put(reading.kpi().id(), value(reading.kpi(), measured));
      }
    }
    return new RunSummary(
        SCHEMA_VERSION,
        analysis.simulation(),
        analysis.name(),
        analysis.timeline().startMillis(),
        run.map(RunManifest::status).orElse(null),
        analysis.conclusion().verdict(),
        analysis.conclusion().sentence(),
        run.map(RunManifest::environment).map(RunManifest.Environment::fingerprint).orElse(null),
        // Its port is another one in every run.
        run.map(r -> r.sandbox() ? SANDBOX : r.target()).orElse(null),
        run.map(RunManifest::api).orElse(null),
        run.map(RunSummary::load).orElse(null),
        run.map(RunManifest::seed).orElse(null),
        run.map(r -> r.versions().get(RunManifest.COMMIT)).orElse(null),
        analysis.comparison().baselineSet().orElse(null),
        run.map(RunManifest::versions).orElse(Map.of()),
        kpis);
  }

  private static String load(RunManifest run) {
    return run.shards().lacking().isEmpty()
        ? run.profileHash()
        : "%s, parts %s of %d"
            .formatted(run.profileHash(), run.shards().present(), run.shards().of());
  }

  private static Value value(Kpi kpi, KpiValue.Measured measured) {
    Optional<Interval> interval = measured.interval();
    return new Value(
        kpi.title(),
        kpi.unit(),
        kpi.direction(),
        kpi.gates(),
        measured.value(),
        interval.map(Interval::low).filter(Double::isFinite).orElse(null),
        interval.map(Interval::high).filter(Double::isFinite).orElse(null));
  }

  /** Whether its numbers count: the run came to its end, and its measurement is to be trusted. */
  public boolean counts() {
    return verdict != Verdict.INVALID && (status == null || status == RunManifest.Status.COMPLETED);
  }
}
