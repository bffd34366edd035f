package io.functionrunner.perf.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.CollectedMetric;
import io.functionrunner.perf.diagnosis.Finding;
import io.functionrunner.perf.kpi.LogSummary;
import io.functionrunner.perf.kpi.RequestSummary;
import io.functionrunner.perf.kpi.TaskSummary;
import io.functionrunner.perf.kpi.TaskWindow;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.Series;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * What the page's charts draw, as JSON. Times are seconds since the load's start, the middle of
 * their window; rates are per second.
 */
final class ChartData {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final double SECOND = 1000;

  /** As many as there are colours. */
  private static final int MOST_KINDS = 6;

  private ChartData() {}

  static ObjectNode of(Analysis analysis) {
    ObjectNode data = NODES.objectNode();
    ArrayNode phases = data.putArray("phases");
    for (Phase phase : analysis.timeline().phases()) {
      phases
          .addObject()
          .put("name", phase.name())
          .put("kind", phase.kind().id())
          .put("measured", phase.kind().measured())
          .put("start", phase.startMillis() / SECOND)
          .put("end", phase.endMillis() / SECOND);
    }
    findings(data.putArray("findings"), analysis.findings());
    analysis.tasks().ifPresent(tasks -> tasks(data, analysis, tasks));
    analysis.requests().ifPresent(log -> http(data.putObject("http"), log));
    analysis.capacity().ifPresent(c -> CapacityData.writeTo(data.putObject("capacity"), c));
    ArrayNode resources = data.putArray("resources");
    HtmlResources.charts(analysis)
        .forEach(chart -> chart.writeTo(resources, analysis.timeline().startMillis()));
    if (analysis.tasks().isPresent()) {
      users(data.putArray("users"), analysis);
    }
    return data;
  }

  private static void tasks(ObjectNode data, Analysis analysis, TaskSummary tasks) {
    List<TaskWindow> windows = tasks.windows();
    ArrayNode x = data.putArray("x");
    windows.stream()
        .limit(1)
        .forEach(w -> data.put("width", (w.endMillis() - w.startMillis()) / SECOND));
    windows.forEach(w -> x.add((w.startMillis() + w.endMillis()) / (2 * SECOND)));
    rate(data.putArray("offered"), windows, TaskWindow::offered);
    rate(data.putArray("completed"), windows, TaskWindow::completed);
    rate(data.putArray("failed"), windows, TaskWindow::failed);
    rate(data.putArray("rejected"), windows, TaskWindow::rejected);
    ArrayNode inFlight = data.putArray("inFlight");
    windows.forEach(w -> inFlight.add(w.maxInFlight()));
    errors(data.putArray("errors"), windows);
    queue(data, analysis, windows);
    LatencyData.writeTo(data, tasks, analysis.comparison().baselineTimes());
  }

  /** Tasks that ended without success, per second, by kind; the most frequent first. */
  private static void errors(ArrayNode node, List<TaskWindow> windows) {
    List<String> kinds = kinds(windows);
    boolean all = kinds.size() <= MOST_KINDS;
    List<String> own = all ? kinds : kinds.subList(0, MOST_KINDS - 1);
    own.forEach(kind -> errors(node, windows, kind, kind::equals));
    if (!all) {
      errors(node, windows, "other kinds", kind -> !own.contains(kind));
    }
  }

  private static void errors(
      ArrayNode node, List<TaskWindow> windows, String name, Predicate<String> kinds) {
    ObjectNode line = node.addObject().put("name", name);
    rate(
        line.putArray("values"),
        windows,
        w ->
            w.errors().entrySet().stream()
                .filter(e -> kinds.test(e.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum());
  }

  private static List<String> kinds(List<TaskWindow> windows) {
    Map<String, Long> counts = new TreeMap<>();
    windows.forEach(w -> w.errors().forEach((kind, n) -> counts.merge(kind, n, Long::sum)));
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The windows of findings, with their place in the list above them. */
  private static void findings(ArrayNode node, List<Finding> findings) {
    for (int i = 0; i < findings.size(); i++) {
      if (findings.get(i).window().isPresent()) {
        Finding.Span window = findings.get(i).window().get();
        node.addObject()
            .put("number", i + 1)
            .put("severity", findings.get(i).severity().name())
            .put("start", window.startMillis() / SECOND)
            .put("end", window.endMillis() / SECOND);
      }
    }
  }

  /** The deepest that the target's queues were in each window; nothing when nobody told. */
  private static void queue(ObjectNode data, Analysis analysis, List<TaskWindow> windows) {
    List<Series> all =
        analysis.metrics().flatMap(m -> m.metric("queue_depth")).stream()
            .flatMap(m -> m.series().stream())
            .map(CollectedMetric.OneSeries::points)
            .toList();
    if (all.size() != 1) {
      return;
    }
    Series depth = all.get(0);
    long start = analysis.timeline().startMillis();
    ArrayNode node = data.putArray("queue");
    int next = 0;
    for (TaskWindow window : windows) {
      double most = Double.NaN;
      for (;
          next < depth.size() && depth.epochMillis()[next] - start < window.endMillis();
          next++) {
        if (depth.epochMillis()[next] - start >= window.startMillis()) {
          most = Double.isNaN(most) ? depth.values()[next] : Math.max(most, depth.values()[next]);
        }
      }
      if (Double.isNaN(most)) {
        node.addNull();
      } else {
        node.add(most);
      }
    }
  }

  private static void rate(
      ArrayNode node, List<TaskWindow> windows, ToLongFunction<TaskWindow> count) {
    for (TaskWindow window : windows) {
      double seconds = (window.endMillis() - window.startMillis()) / SECOND;
      node.add(count.applyAsLong(window) / seconds);
    }
  }

  /** Active at each window's end; null where the log does not reach. */
  private static void users(ArrayNode node, Analysis analysis) {
    int[] active = analysis.requests().map(log -> log.perSecond().usersActive()).orElse(new int[0]);
    for (TaskWindow window : analysis.tasks().orElseThrow().windows()) {
      int second = (int) (window.endMillis() / 1000) - 1;
      if (second < active.length) {
        node.add(active[second]);
      } else {
        node.addNull();
      }
    }
  }

  /** Tasks stand in the log like requests, and are none. */
  private static void http(ObjectNode node, LogSummary log) {
    List<RequestSummary> requests =
        log.requests().stream()
            .filter(r -> !r.key().groups().isEmpty() || !r.key().name().startsWith("task "))
            .toList();
    int windows = requests.stream().mapToInt(r -> r.windows().size()).max().orElse(0);
    double seconds = log.windowMillis() / SECOND;
    ArrayNode x = node.putArray("x");
    ArrayNode ok = node.putArray("ok");
    ArrayNode ko = node.putArray("ko");
    for (int i = 0; i < windows; i++) {
      int at = i;
      x.add((i + .5) * seconds);
      ok.add(count(requests, r -> r.windows().get(at).started().ok().count()) / seconds);
      ko.add(count(requests, r -> r.windows().get(at).started().ko().count()) / seconds);
    }
  }

  private static long count(List<RequestSummary> requests, ToLongFunction<RequestSummary> counter) {
    return requests.stream().mapToLong(counter).sum();
  }
}
