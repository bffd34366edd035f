package io.functionrunner.perf.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.functionrunner.perf.kpi.RequestSummary;
import io.functionrunner.perf.kpi.ResponseTimes;
import io.functionrunner.perf.stats.MillisHistogram;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Exact times as JSON, in milliseconds. */
final class TimesJson {

  private static final Map<String, Double> QUANTILES = quantiles();

  private TimesJson() {}

  /** Counts by status; times of all, and of each status that occurred. */
  static ObjectNode request(RequestSummary request) {
    ResponseTimes run = request.run();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("total", run.count());
    node.put("ok", run.ok().count());
    node.put("ko", run.ko().count());
    node.setAll(times(run.all()));
    node.set("okTimes", times(run.ok()));
    node.set("koTimes", times(run.ko()));
    return node;
  }

  /** Minimum, mean, spread, maximum and quantiles; an empty object for no values. */
  static ObjectNode times(MillisHistogram times) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (times.isEmpty()) {
      return node;
    }
    node.put("count", times.count());
    node.put("min", times.min());
    node.put("mean", times.mean());
    node.put("stddev", times.standardDeviation());
    node.put("max", times.max());
    ObjectNode quantiles = node.putObject("quantiles");
    QUANTILES.forEach((name, p) -> quantiles.put(name, times.quantile(p)));
    return node;
  }

  private static Map<String, Double> quantiles() {
    Map<String, Double> byName = new LinkedHashMap<>();
    byName.put("p50", .5);
    byName.put("p75", .75);
    byName.put("p90", .9);
    byName.put("p95", .95);
    byName.put("p99", .99);
    byName.put("p999", .999);
    return Collections.unmodifiableMap(byName);
  }
}
