package io.functionrunner.perf.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.diagnosis.Episode;
import io.functionrunner.perf.kpi.LogSummary;
import io.functionrunner.perf.kpi.RequestSummary;
import io.functionrunner.perf.kpi.TaskSummary;
import io.functionrunner.perf.kpi.TaskWindow;
import io.functionrunner.perf.run.Phase;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * What the page's charts draw, as JSON. Times are seconds since the load's start, the middle of
 * their window; rates are per second; latencies are seconds, null in a window without any.
 */
final class ChartData {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final double SECOND = 1000;

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
    ArrayNode anomalies = data.putArray("anomalies");
    for (Episode episode : analysis.diagnosis().episodes()) {
      anomalies
          .addObject()
          .put("start", episode.window().startMillis() / SECOND)
          .put("end", episode.window().endMillis() / SECOND);
    }
    analysis.tasks().ifPresent(tasks -> tasks(data, tasks));
    analysis.requests().ifPresent(log -> http(data.putObject("http"), log));
    ArrayNode resources = data.putArray("resources");
    HtmlResources.charts(analysis)
        .forEach(chart -> chart.writeTo(resources, analysis.timeline().startMillis()));
    if (analysis.tasks().isPresent()) {
      users(data.putArray("users"), analysis);
    }
    return data;
  }

  private static void tasks(ObjectNode data, TaskSummary tasks) {
    List<TaskWindow> windows = tasks.windows();
    ArrayNode x = data.putArray("x");
    windows.forEach(w -> x.add((w.startMillis() + w.endMillis()) / (2 * SECOND)));
    rate(data.putArray("offered"), windows, TaskWindow::offered);
    rate(data.putArray("completed"), windows, TaskWindow::completed);
    rate(data.putArray("failed"), windows, TaskWindow::failed);
    rate(data.putArray("rejected"), windows, TaskWindow::rejected);
    ArrayNode inFlight = data.putArray("inFlight");
    windows.forEach(w -> inFlight.add(w.maxInFlight()));
    ArrayNode latency = data.putArray("latency");
    for (String modality : modalities(tasks)) {
      ObjectNode own = latency.addObject();
      latency(own.putArray("p50"), windows, modality, TaskWindow.Latency::p50);
      latency(own.putArray("p95"), windows, modality, TaskWindow.Latency::p95);
      latency(own.putArray("p99"), windows, modality, TaskWindow.Latency::p99);
    }
  }

  /** Those that have a latency chart, in the order of the page. */
  static List<String> modalities(TaskSummary tasks) {
    return tasks.windows().stream()
        .flatMap(w -> w.latency().keySet().stream())
        .distinct()
        .sorted()
        .toList();
  }

  private static void rate(
      ArrayNode node, List<TaskWindow> windows, ToLongFunction<TaskWindow> count) {
    for (TaskWindow window : windows) {
      double seconds = (window.endMillis() - window.startMillis()) / SECOND;
      node.add(count.applyAsLong(window) / seconds);
    }
  }

  private static void latency(
      ArrayNode node,
      List<TaskWindow> windows,
      String modality,
      ToIntFunction<TaskWindow.Latency> quantile) {
    for (TaskWindow window : windows) {
      TaskWindow.Latency latency = window.latency().get(modality);
      if (latency == null) {
        node.addNull();
      } else {
        node.add(quantile.applyAsInt(latency) / SECOND);
      }
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
