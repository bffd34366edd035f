package io.functionrunner.perf.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.functionrunner.perf.kpi.ClassTasks;
import io.functionrunner.perf.kpi.ClockInterval;
import io.functionrunner.perf.kpi.TaskSummary;
import io.functionrunner.perf.kpi.TaskWindow;
import java.util.Locale;
import java.util.TreeMap;

/** What became of tasks, as JSON. */
final class TasksJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private TasksJson() {}

  static ObjectNode tree(TaskSummary tasks) {
    ObjectNode node = NODES.objectNode();
    node.set("measured", AnalysisJson.conservation(tasks.measured()));
    node.put("checks", tasks.checks());
    node.put("refusals", tasks.refusals());
    node.set("lag", TimesJson.times(tasks.lag()));
    node.set("clockOffset", tasks.clock().map(TasksJson::clock).orElse(null));
    ObjectNode classes = node.putObject("classes");
    tasks.classes().forEach(own -> classes.set(own.taskClass().id(), classTasks(own)));
    node.set("errors", AnalysisJson.array(tasks.errors().stream().map(TasksJson::error).toList()));
    node.set(
        "windows", AnalysisJson.array(tasks.windows().stream().map(TasksJson::window).toList()));
    return node;
  }

  static ObjectNode clock(ClockInterval clock) {
    return NODES
        .objectNode()
        .put("lowMillis", clock.lowMillis())
        .put("highMillis", clock.highMillis());
  }

  private static ObjectNode classTasks(ClassTasks own) {
    ObjectNode node = NODES.objectNode();
    node.set("conservation", AnalysisJson.conservation(own.counts()));
    node.put("basis", own.basis().name().toLowerCase(Locale.ROOT));
    node.set("fromSubmit", TimesJson.times(own.fromSubmit().all()));
    node.set("fromIntended", TimesJson.times(own.fromIntended()));
    node.set("observed", TimesJson.times(own.observed()));
    node.set("queue", TimesJson.times(own.queue()));
    node.set("run", TimesJson.times(own.run()));
    node.set("detection", TimesJson.times(own.detection()));
    node.set("detectionBound", TimesJson.times(own.detectionBound()));
    return node;
  }

  private static ObjectNode error(TaskSummary.ErrorKind kind) {
    return NODES
        .objectNode()
        .put("outcome", kind.outcome().id())
        .put("reason", kind.reason())
        .put("count", kind.count())
        .put("firstMillis", kind.firstMillis())
        .put("lastMillis", kind.lastMillis());
  }

  private static ObjectNode window(TaskWindow window) {
    ObjectNode node =
        NODES
            .objectNode()
            .put("startMillis", window.startMillis())
            .put("endMillis", window.endMillis())
            .put("offered", window.offered())
            .put("completed", window.completed())
            .put("failed", window.failed())
            .put("rejected", window.rejected())
            .put("maxInFlight", window.maxInFlight());
    ObjectNode errors = node.putObject("errors");
    new TreeMap<>(window.errors()).forEach(errors::put);
    ObjectNode latency = node.putObject("latency");
    new TreeMap<>(window.latency())
        .forEach(
            (modality, times) ->
                latency
                    .putObject(modality)
                    .put("p50", times.p50())
                    .put("p95", times.p95())
                    .put("p99", times.p99()));
    return node;
  }
}
