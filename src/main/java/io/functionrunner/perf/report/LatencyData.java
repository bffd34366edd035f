package io.functionrunner.perf.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.functionrunner.perf.kpi.TaskClass;
import io.functionrunner.perf.kpi.TaskSummary;
import io.functionrunner.perf.kpi.TaskWindow;
import io.functionrunner.perf.stats.LogBuckets;
import io.functionrunner.perf.stats.MillisHistogram;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * Latency as the page's charts want it, in seconds: quantiles over time, heatmap, quantile curves.
 */
final class LatencyData {

  private static final double SECOND = 1000;

  private LatencyData() {}

  /**
   * @param baseline times of each accepted run that this one was compared with
   */
  static void writeTo(
      ObjectNode data, TaskSummary tasks, List<Map<TaskClass, MillisHistogram>> baseline) {
    List<TaskWindow> windows = tasks.windows();
    ArrayNode latency = data.putArray("latency");
    for (String modality : modalities(tasks)) {
      ObjectNode own = latency.addObject();
      over(own.putArray("p50"), windows, modality, TaskWindow.Latency::p50);
      over(own.putArray("p95"), windows, modality, TaskWindow.Latency::p95);
      over(own.putArray("p99"), windows, modality, TaskWindow.Latency::p99);
    }
    heat(data.putObject("heat"), windows, modalities(tasks));
    QuantileCurves.writeTo(data.putArray("curves"), tasks.classes(), baseline);
  }

  /** Those that have a latency chart, in the order of the page. */
  static List<String> modalities(TaskSummary tasks) {
    return tasks.windows().stream()
        .flatMap(w -> w.latency().keySet().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** Null in a window without any. */
  private static void over(
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

  /** Cells of a modality stand one behind the other: window, bucket, tasks. */
  private static void heat(ObjectNode heat, List<TaskWindow> windows, List<String> modalities) {
    int first = Integer.MAX_VALUE;
    int last = Integer.MIN_VALUE;
    ArrayNode all = heat.putArray("modalities");
    for (String modality : modalities) {
      ObjectNode own = all.addObject().put("name", modality);
      ArrayNode cells = own.putArray("cells");
      for (int i = 0; i < windows.size(); i++) {
        if (windows.get(i).buckets().get(modality) == null) {
          continue;
        }
        for (var cell : new TreeMap<>(windows.get(i).buckets().get(modality)).entrySet()) {
          cells.add(i).add(cell.getKey()).add(cell.getValue());
          first = Math.min(first, cell.getKey());
          last = Math.max(last, cell.getKey());
        }
      }
    }
    heat.put("first", first);
    ArrayNode borders = heat.putArray("borders");
    for (int bucket = first; !modalities.isEmpty() && bucket <= last + 1; bucket++) {
      borders.add(LogBuckets.from(bucket) / SECOND);
    }
  }
}
