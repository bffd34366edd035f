package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.functionrunner.perf.metrics.RealPrometheus;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.TaskJournal;
import io.functionrunner.perf.run.TaskJournalReader;
import io.functionrunner.perf.run.TaskRecord;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes a real run, and has the run's own numbers in the end. */
@Tag("full")
class LiveMetricsIT {

  private static final String CONFIG =
      """
      global: {scrape_interval: 200ms, scrape_timeout: 200ms}
      scrape_configs:
        - job_name: loadtest
          static_configs: [{targets: ['%s']}]
      """;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern URL = Pattern.compile("Live metrics: (http://\\S+)");

  @TempDir Path directory;

  private static String get(URI url) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer::body);
    return answer.body();
  }

  /** The values of an instant query, by the labels that are left. */
  private static Map<Map<String, String>, Double> ask(RealPrometheus prometheus, String query)
      throws Exception {
    String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    JsonNode answer =
        JSON.readTree(get(prometheus.url().resolve("/api/v1/query?query=" + encoded)));
    Map<Map<String, String>, Double> values = new HashMap<>();
    for (JsonNode result : answer.at("/data/result")) {
      Map<String, String> labels = new HashMap<>();
      for (Map.Entry<String, JsonNode> label : result.path("metric").properties()) {
        labels.put(label.getKey(), label.getValue().asText());
      }
      values.put(labels, result.at("/value/1").asDouble());
    }
    return values;
  }

  private static double one(RealPrometheus prometheus, String query) throws Exception {
    Map<Map<String, String>, Double> values = ask(prometheus, query);
    assertEquals(1, values.size(), query + ": " + values);
    return values.values().iterator().next();
  }

  @Test
  void prometheusHasTheNumbersOfTheRun() throws Exception {
    Path results = Files.createDirectory(directory.resolve("results"));
    try (GatlingProcess run =
        GatlingProcess.start(
            results,
            "BaselineTest",
            "timeScale=0.2",
            "metrics.port=0",
            "sandbox.errorRate=0.1",
            "gate=off")) {
      run.awaitLine(URL.pattern());
      Matcher url = URL.matcher(run.output());
      assertTrue(url.find());
      URI metrics = URI.create(url.group(1));
      try (RealPrometheus classic = prometheus("classic", metrics);
          RealPrometheus nativeOne =
              prometheus("native", metrics, "--enable-feature=native-histograms")) {
        run.awaitLine("\\bsteady\\b.* left");
        assertEquals("", RealPrometheus.promtool(directory, get(metrics), "check", "metrics"));
        assertEquals(0, run.end(), run::output);
        List<TaskRecord> tasks = new ArrayList<>();
        Path folder = run.left().directory();
        TaskJournalReader.read(folder.resolve(TaskJournal.FILE), tasks::add);
        assertTrue(tasks.size() > 100, tasks.size() + " tasks");
        for (RealPrometheus prometheus : List.of(classic, nativeOne)) {
          assertCounts(prometheus, tasks);
          assertRun(prometheus, folder);
        }
        double seconds =
            tasks.stream().mapToLong(t -> t.endMillis() - t.submitMillis()).sum() / 1000.0;
        String sum = "sum(max_over_time(loadtest_task_duration_seconds_sum[10m]))";
        assertEquals(seconds, one(classic, sum), 1e-6 * seconds);
        // Prometheus 2.42 gives no native histogram over a range; as numbers it does.
        String overTime = "max_over_time(%s(sum(loadtest_task_duration_seconds))[10m:200ms])";
        assertEquals(tasks.size(), one(nativeOne, overTime.formatted("histogram_count")));
        assertEquals(seconds, one(nativeOne, overTime.formatted("histogram_sum")), 1e-6 * seconds);
      }
    }
  }

  private RealPrometheus prometheus(String name, URI metrics, String... options) throws Exception {
    Path folder = Files.createDirectory(directory.resolve(name));
    return RealPrometheus.start(folder, CONFIG.formatted(metrics.getAuthority()), options);
  }

  private static void assertCounts(RealPrometheus prometheus, List<TaskRecord> tasks)
      throws Exception {
    Map<Map<String, String>, Double> submitted = new HashMap<>();
    Map<Map<String, String>, Double> ended = new HashMap<>();
    for (TaskRecord task : tasks) {
      String template = task.modality() + "_generation_v1";
      submitted.merge(Map.of("template_id", template, "quality", task.quality()), 1.0, Double::sum);
      ended.merge(
          Map.of(
              "template_id", template,
              "quality", task.quality(),
              "outcome", task.outcome().id()),
          1.0,
          Double::sum);
    }
    assertTrue(ended.keySet().stream().anyMatch(l -> l.get("outcome").equals(Outcome.FAILED.id())));
    assertEquals(
        submitted,
        ask(
            prometheus,
            "max by (template_id, quality)"
                + " (max_over_time(loadtest_tasks_submitted_total[10m]))"));
    assertEquals(
        ended,
        ask(
            prometheus,
            "max by (template_id, quality, outcome)"
                + " (max_over_time(loadtest_tasks_ended_total[10m])) > 0"));
  }

  private static void assertRun(RealPrometheus prometheus, Path folder) throws Exception {
    RunManifest manifest = RunManifest.read(folder.resolve(RunManifest.FILE));
    assertEquals(
        Map.of(
            Map.of(
                "run", folder.getFileName().toString(),
                "simulation", manifest.simulation(),
                "seed", Long.toString(manifest.seed())),
            1.0),
        ask(prometheus, "max by (run, simulation, seed) (max_over_time(loadtest_run_info[10m]))"));
    assertEquals(
        manifest.users(), one(prometheus, "max(max_over_time(loadtest_users_active[10m]))"));
    assertEquals(0, one(prometheus, "max(last_over_time(loadtest_users_active[10m]))"));
    assertEquals(0, one(prometheus, "sum(last_over_time(loadtest_tasks_in_flight[10m]))"));
    assertTrue(one(prometheus, "max(max_over_time(loadtest_tasks_in_flight[10m]))") > 0);
    assertTrue(one(prometheus, "max(max_over_time(loadtest_phase{phase=\"steady\"}[10m]))") == 1);
  }
}
