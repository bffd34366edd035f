package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.analysis.RunAnalyzer;
import io.functionrunner.perf.analysis.ServerMetrics;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.metrics.Catalog;
import io.functionrunner.perf.metrics.LocalServer;
import io.functionrunner.perf.metrics.PrometheusSettings;
import io.functionrunner.perf.metrics.PrometheusSource;
import io.functionrunner.perf.metrics.Readings;
import io.functionrunner.perf.metrics.RealPrometheus;
import io.functionrunner.perf.metrics.SeriesFile;
import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.sandbox.Sandbox;
import io.functionrunner.perf.sandbox.SandboxOptions;
import io.functionrunner.perf.stats.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real run with its target's metrics from a real Prometheus. Debian's Prometheus and promtool
 * have to be there.
 */
@Tag("full")
class PrometheusAgreesIT {

  private static final String CONFIG =
      """
      global: {scrape_interval: 1s, scrape_timeout: 1s}
      scrape_configs:
        - job_name: sandbox
          static_configs: [{targets: ['%s']}]
        - job_name: loadtest
          static_configs: [{targets: ['127.0.0.1:%d']}]
        - job_name: node
          static_configs: [{targets: ['%s']}]
      """;

  /** What the sandbox has not of a host's exporter, for the dashboards' sake. */
  private static final String NODE =
      """
      # TYPE node_cpu_seconds_total counter
      node_cpu_seconds_total{cpu="0",mode="idle"} 100
      node_cpu_seconds_total{cpu="0",mode="user"} 50
      """;

  /** The direct scrape's, so that both take the same windows for rates. */
  private static final Duration STEP = Duration.ofSeconds(5);

  /** Inherited from the exporters whose names the sandbox has to use. */
  private static final Set<String> INHERITED =
      Set.of(
          "DCGM_FI_DEV_FB_FREE label names should be written in 'snake_case' not 'camelCase'",
          "DCGM_FI_DEV_FB_USED label names should be written in 'snake_case' not 'camelCase'",
          "DCGM_FI_DEV_GPU_TEMP label names should be written in 'snake_case' not 'camelCase'",
          "DCGM_FI_DEV_GPU_UTIL label names should be written in 'snake_case' not 'camelCase'",
          "DCGM_FI_DEV_POWER_USAGE label names should be written in 'snake_case' not 'camelCase'",
          "DCGM_FI_DEV_SM_CLOCK label names should be written in 'snake_case' not 'camelCase'",
          "node_memory_MemAvailable_bytes metric names should be written in 'snake_case'"
              + " not 'camelCase'",
          "node_memory_MemTotal_bytes metric names should be written in 'snake_case'"
              + " not 'camelCase'",
          "worker_pool_active_count non-histogram and non-summary metrics should not have"
              + " \"_count\" suffix");

  private static final String REQUIRED =
      """
      {"schema": 1, "metrics": [{"id": "tokens", "unit": "tokens", "direction": "higher",
        "meaning": "Tokens.", "required": true,
        "value": {"kind": "raw", "promql": "sum(tokens_nobody_counts)"}}]}
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private static String get(URI url) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer::body);
    return answer.body();
  }

  /** The value of an instant query with one series; empty without any. */
  private static Optional<Double> value(RealPrometheus prometheus, String query) throws Exception {
    String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    JsonNode result =
        JSON.readTree(get(prometheus.url().resolve("/api/v1/query?query=" + encoded)))
            .at("/data/result");
    assertTrue(result.size() <= 1, query + ": " + result);
    return result.isEmpty() ? Optional.empty() : Optional.of(result.at("/0/value/1").asDouble());
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static Sandbox sandbox(String... namesAndValues) throws IOException {
    Map<String, String> more = Map.of("port", "0", "errorRate", "0.1", "workers", "4");
    return Sandbox.start(
        SandboxOptions.parse(
            Stream.concat(
                    more.entrySet().stream(),
                    Stream.of(Map.entry(namesAndValues[0], namesAndValues[1])))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))));
  }

  /** It takes some seconds to its first scrape, and the run is to find it at work. */
  private RealPrometheus prometheus(
      Sandbox sandbox, int injectorPort, LocalServer node, String... options) throws Exception {
    RealPrometheus prometheus =
        RealPrometheus.start(
            Files.createTempDirectory(directory, "prometheus"),
            CONFIG.formatted(
                sandbox.baseUrl().getAuthority(), injectorPort, node.uri("").getAuthority()),
            options);
    while (value(prometheus, "up{job=\"sandbox\"}").isEmpty()) {
      Thread.sleep(100);
    }
    return prometheus;
  }

  @Test
  @Timeout(300)
  void bothSourcesGiveTheSameAnalysis() throws Exception {
    int port = freePort();
    Path results = Files.createDirectory(directory.resolve("results"));
    try (Sandbox sandbox = sandbox("speed", "10");
        LocalServer node = LocalServer.start(request -> LocalServer.Reply.text(200, NODE));
        RealPrometheus prometheus = prometheus(sandbox, port, node);
        RealPrometheus nativeOne =
            prometheus(sandbox, port, node, "--enable-feature=native-histograms");
        GatlingProcess run =
            GatlingProcess.start(
                results,
                "BaselineTest",
                "target=" + sandbox.baseUrl(),
                "scrape=" + sandbox.baseUrl() + "/metrics," + node.uri("/metrics"),
                "metrics.port=" + port,
                "users=200",
                "duration=100s",
                "warmup=0",
                "gate=off")) {
      run.awaitLine("\\bsteady\\b.* left");
      assertEquals(Set.of(), complaints(get(URI.create("http://127.0.0.1:" + port + "/metrics"))));
      assertEquals(INHERITED, complaints(get(URI.create(sandbox.baseUrl() + "/metrics"))));
      assertEquals(0, run.end(), run::output);

      Path folder = run.left().directory();
      RunManifest manifest = run.left().manifest();
      Readings direct = SeriesFile.read(folder.resolve(SeriesFile.FILE));
      // On the direct scrape's own instants: what either knows there is at most 1 s old.
      long from = direct.series("worker_pool_size").get(0).epochMillis()[0];
      Readings asked = ask(prometheus, from, manifest.endMillis());
      SourcesCompared.on(manifest).assertAgree(direct, asked);

      Path copy = copyOf(folder);
      SeriesFile.write(copy.resolve(SeriesFile.FILE), asked);
      AnalysisOptions options = AnalysisOptions.with(CriteriaFile.shipped());
      Analysis scraped = RunAnalyzer.analyze(folder, options);
      Analysis queried = RunAnalyzer.analyze(copy, options);
      assertEquals(scraped.conclusion().verdict(), queried.conclusion().verdict());
      SourcesCompared.assertKpisAgree(scraped, queried);
      assertTotals(prometheus, scraped.conservation().orElseThrow());
      new DashboardQueries(manifest, folder.getFileName().toString())
          .assertData(prometheus.url(), nativeOne.url());
    }
  }

  /** Counters of the target and of the injector, and the journal: three counts of the same. */
  private static void assertTotals(RealPrometheus prometheus, Conservation tasks) throws Exception {
    assertTrue(tasks.submitted() > 100 && tasks.failed() > 5, tasks.toString());
    assertEquals(0, tasks.rejected() + tasks.timedOut() + tasks.inFlight(), tasks.toString());
    Map<String, Long> expected =
        Map.of(
            "sum(task_submitted_total)", tasks.submitted(),
            "sum(task_completed_total)", tasks.completed(),
            "sum(task_errors_total)", tasks.failed(),
            "sum(max_over_time(loadtest_tasks_submitted_total[10m]))", tasks.submitted(),
            "sum(max_over_time(loadtest_tasks_ended_total{outcome=\"completed\"}[10m]))",
                tasks.completed(),
            "sum(max_over_time(loadtest_tasks_ended_total{outcome=\"failed\"}[10m]))",
                tasks.failed());
    for (Map.Entry<String, Long> one : expected.entrySet()) {
      assertEquals(
          one.getValue().doubleValue(), value(prometheus, one.getKey()).orElseThrow(), one::getKey);
    }
    String health = "min(max_over_time(loadtest_injector_%s[10m]))";
    assertTrue(value(prometheus, health.formatted("cpu_ratio")).orElseThrow() > 0);
    assertTrue(value(prometheus, health.formatted("event_loop_probes")).orElseThrow() >= 1);
    assertTrue(value(prometheus, health.formatted("heap_used_bytes")).orElseThrow() > 1 << 20);
  }

  /** Its address from the environment, its interval from itself; a required metric is missing. */
  @Test
  @Timeout(200)
  void aRunAsksItsPrometheusAfterwards() throws Exception {
    Path results = Files.createDirectory(directory.resolve("results"));
    Path catalog = Files.writeString(directory.resolve("own.json"), REQUIRED);
    try (Sandbox sandbox = sandbox("speed", "50");
        LocalServer node = LocalServer.start(request -> LocalServer.Reply.text(200, NODE));
        RealPrometheus prometheus = prometheus(sandbox, freePort(), node);
        GatlingProcess run =
            GatlingProcess.start(
                results,
                Map.of("PROMETHEUS_URL", prometheus.url().toString()),
                "BaselineTest",
                "target=" + sandbox.baseUrl(),
                "metrics.catalog=" + catalog,
                "users=200",
                "duration=8s")) {
      assertEquals(2, run.end(), run::output);
      Readings asked = SeriesFile.read(run.left().directory().resolve(SeriesFile.FILE));
      assertEquals("Prometheus at " + prometheus.url(), asked.source());
      assertEquals(Duration.ofSeconds(1), asked.step());
      Analysis analysis =
          RunAnalyzer.analyze(run.left().directory(), AnalysisOptions.with(CriteriaFile.shipped()));
      ServerMetrics metrics = analysis.metrics().orElseThrow();
      assertTrue(metrics.clock().isPresent());
      assertEquals(16, metrics.metric("worker_pool_size").orElseThrow().max().orElseThrow());
      assertEquals(Verdict.INVALID, analysis.conclusion().verdict());
      String written = run.left().analysis().toString();
      assertTrue(written.contains("no data for sum(tokens_nobody_counts)"), written);
      String checked = check(prometheus);
      assertTrue(
          checked.matches("(?s).*\\bfound +worker_pool_size [^\n]* 16.00 workers\n.*"), checked);
    }
  }

  /** What {@code bin/perf metrics check} prints. */
  private static String check(RealPrometheus prometheus) throws Exception {
    Process check =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.functionrunner.perf.cli.Perf",
                "metrics",
                "check",
                "--prometheus",
                prometheus.url().toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, check.waitFor(), said);
    return said;
  }

  private static Readings ask(RealPrometheus prometheus, long startMillis, long endMillis) {
    PrometheusSettings plain = PrometheusSettings.of(prometheus.url());
    PrometheusSettings settings =
        new PrometheusSettings(
            plain.url(),
            plain.authentication(),
            plain.caCertificates(),
            plain.headers(),
            Optional.of(STEP),
            plain.timeout(),
            plain.parallel(),
            plain.attempts());
    return new PrometheusSource(settings).collect(Catalog.builtIn(), startMillis, endMillis);
  }

  private Path copyOf(Path folder) throws IOException {
    Path copy = Files.createDirectory(directory.resolve("copy"));
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Files.copy(file, copy.resolve(file.getFileName()));
    }
    return copy;
  }

  private Set<String> complaints(String metrics) throws Exception {
    try {
      assertEquals("", RealPrometheus.promtool(directory, metrics, "check", "metrics"));
      return Set.of();
    } catch (IOException e) {
      return e.getMessage()
          .replace("promtool check metrics: ", "")
          .lines()
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
