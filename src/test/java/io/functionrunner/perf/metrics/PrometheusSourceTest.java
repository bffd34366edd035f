package io.functionrunner.perf.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.metrics.LocalServer.Reply;
import io.functionrunner.perf.metrics.MetricDefinition.Direction;
import io.functionrunner.perf.metrics.PrometheusSettings.Authentication;
import io.functionrunner.perf.run.Series;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a stand-in that gives a real Prometheus' documented answers. */
class PrometheusSourceTest {

  private static final long START = 1_790_000_000_000L;
  private static final String EMPTY =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}";

  private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  private final List<Fields> ranges = Collections.synchronizedList(new ArrayList<>());
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
  private long serverAheadMillis;

  private static Catalog catalog(String... promQl) {
    List<MetricDefinition> metrics = new ArrayList<>();
    for (String query : promQl) {
      metrics.add(
          new MetricDefinition(
              query, "user", "1", Direction.NEITHER, "test", false, new Expression.Raw(query)));
    }
    return new Catalog(metrics);
  }

  /** A Prometheus with a clock and a target every 5 s; range queries are up to the test. */
  private LocalServer server(Function<Fields, Reply> range) throws Exception {
    return LocalServer.start(
        request -> {
          requests.add(request);
          Fields query = Request.extractQueryParameters(request);
          return switch (request.getHttpURI().getPath()) {
            case "/api/v1/query" -> Reply.json(200, scalar((START + serverAheadMillis) / 1000.0));
            case "/api/v1/targets" ->
                Reply.json(
                    200,
                    """
                    {"status":"success","data":{"activeTargets":[
                      {"scrapeInterval":"5s"},{"scrapeInterval":"1m"},{"scrapeInterval":"5s"}]}}
                    """);
            case "/api/v1/query_range" -> {
              if (query.getValue("query").contains("(up[")) {
                yield Reply.json(200, EMPTY);
              }
              ranges.add(query);
              yield range.apply(query);
            }
            default -> new Reply(404, "text/plain; charset=utf-8", "404 page not found\n");
          };
        });
  }

  private static String scalar(double seconds) {
    String plain = BigDecimal.valueOf(seconds).toPlainString();
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[%s,\"%s\"]}}"
        .formatted(plain, plain);
  }

  private static String matrix(String points, String... more) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":["
        + "{\"metric\":{\"__name__\":\"x\",\"q\":\"a\"},\"values\":["
        + points
        + "]}]}"
        + String.join("", more)
        + "}";
  }

  private Readings collect(LocalServer server, Catalog catalog, long seconds) {
    return source(settings(server.uri("/"))).collect(catalog, START, START + seconds * 1000);
  }

  private PrometheusSource source(PrometheusSettings settings) {
    return new PrometheusSource(settings, pauses::add, () -> START);
  }

  private static PrometheusSettings settings(URI url) {
    return PrometheusSettings.of(url);
  }

  private static String reason(Readings readings, String id) {
    return assertInstanceOf(MetricResult.NotCollected.class, readings.result(id)).reason();
  }

  @Test
  void collectsSeriesAndKeepsGaps() throws Exception {
    try (LocalServer server =
        server(
            query ->
                Reply.json(
                    200,
                    matrix(
                        "[1790000000,\"1\"],[1790000005,\"NaN\"],[1790000010,\"+Inf\"],"
                            + "[1790000025.5,\"-2.5e-3\"]",
                        ",\"warnings\":[\"a\\nwarning\"],\"infos\":[\"an info\"]")))) {
      Readings readings = collect(server, catalog("x"), 60);
      Series series = readings.series("x").get(0);
      assertEquals(Map.of("q", "a"), series.labels());
      assertArrayEquals(new long[] {START, START + 25_500}, series.epochMillis());
      assertArrayEquals(new double[] {1, -0.0025}, series.values());
      assertEquals(
          List.of("x: a warning", "x: an info", "x: 2 values NaN or infinite, left out"),
          readings.notices());
      assertEquals(Duration.ofSeconds(5), readings.step());
      assertEquals("1790000000.000", ranges.get(0).getValue("start"));
      assertEquals("1790000060.000", ranges.get(0).getValue("end"));
      assertEquals("5.000", ranges.get(0).getValue("step"));
    }
  }

  /** 24 h at 5 s are 17,281 points: two queries, neither over 11,000, none twice, none lost. */
  @Test
  void staysBelowThePointLimitAndJoinsTheChunks() throws Exception {
    try (LocalServer server =
        server(
            query -> {
              long from = Math.round(Double.parseDouble(query.getValue("start")));
              long to = Math.round(Double.parseDouble(query.getValue("end")));
              StringBuilder points = new StringBuilder();
              for (long at = from; at <= to; at += 5) {
                points.append(points.isEmpty() ? "[" : ",[").append(at).append(",\"7\"]");
              }
              return (to - from) / 5 + 1 > 11_000
                  ? Reply.json(400, "{\"status\":\"error\",\"errorType\":\"bad_data\"}")
                  : Reply.json(200, matrix(points.toString()));
            })) {
      Readings readings = collect(server, catalog("x"), 86_400);
      assertEquals(2, ranges.size());
      Series series = readings.series("x").get(0);
      assertEquals(17_281, series.size());
      assertEquals(START + 86_400_000, series.epochMillis()[17_280]);
    }
  }

  @Test
  void aChunkThatFailsIsAGapAndANotice() throws Exception {
    try (LocalServer server =
        server(
            query ->
                query.getValue("start").startsWith("1790000000")
                    ? Reply.json(200, matrix("[1790000000,\"1\"]"))
                    : Reply.json(
                        422,
                        "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"too many samples\"}"))) {
      Readings readings = collect(server, catalog("x"), 86_400);
      assertEquals(1, readings.series("x").get(0).size());
      assertEquals(
          List.of(
              "x: 31400 s from second 55000 of the run on are missing:"
                  + " HTTP 422: execution: too many samples"),
          readings.notices());
    }
  }

  @Test
  void survivesAServerThatRepeatsItselfOrRunsBackwards() throws Exception {
    try (LocalServer server =
        server(
            query ->
                Reply.json(
                    200,
                    matrix(
                        "[1790000005,\"1\"],[1790000005,\"2\"],[1790000000,\"3\"],[1e300,\"4\"]")))) {
      Series series = collect(server, catalog("x"), 60).series("x").get(0);
      assertArrayEquals(new double[] {1, 4}, series.values());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "400|{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"invalid parameter\"}|0|HTTP 400: bad_data: invalid parameter",
        "422|{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"many-to-many\"}|0|HTTP 422: execution: many-to-many",
        "503|{\"status\":\"error\",\"errorType\":\"timeout\",\"error\":\"query timed out\"}|3|HTTP 503: timeout: query timed out",
        "404|404 page not found|0|HTTP 404: 404 page not found",
        "401|Unauthorized|0|HTTP 401: Unauthorized",
        "502|<html>bad gateway</html>|3|HTTP 502: <html>bad gateway</html>",
        "429|slow down|3|HTTP 429: slow down",
        "200|{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}|0|no data for x",
        "200|{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":[[1,\"NaN\"]]}]}}|0|all values are NaN or infinite",
        "200|{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"histograms\":[[1,{\"count\":\"3\",\"sum\":\"1\",\"buckets\":[[0,\"1\",\"2\",\"3\"]]}]]}]}}|0|the query gives native histograms. Expecting numbers: histogram_quantile(…)",
        "200|{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{},\"values\":[[1,\"x\"]]}]}}|0|HTTP 200: {\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{},\"values\":[[1,\"x\"]]}]}}",
        "200|{\"status\":\"succ|0|HTTP 200: {\"status\":\"succ",
      })
  void saysWhyAMetricIsMissing(int status, String body, int retries, String reason)
      throws Exception {
    try (LocalServer server = server(query -> Reply.json(status, body))) {
      assertEquals(reason, reason(collect(server, catalog("x"), 60), "x"));
      assertEquals(retries, pauses.size());
    }
  }

  @Test
  void triesAgainWithLongerPausesAndThenHasIt() throws Exception {
    int[] calls = {0};
    try (LocalServer server =
        server(
            query ->
                calls[0]++ < 2
                    ? Reply.text(503, "starting")
                    : Reply.json(200, matrix("[1790000000,\"1\"]")))) {
      assertEquals(1, collect(server, catalog("x"), 60).series("x").size());
      assertEquals(List.of(Duration.ofMillis(250), Duration.ofMillis(500)), pauses);
    }
  }

  @Test
  void aServerThatIsNotThereLosesNoRun() throws Exception {
    URI gone;
    try (LocalServer server = server(query -> Reply.json(200, EMPTY))) {
      gone = server.uri("/");
    }
    Readings readings = source(settings(gone)).collect(catalog("x", "y"), START, START + 60_000);
    assertEquals("connection refused (4 attempts)", reason(readings, "x"));
    assertEquals("connection refused (4 attempts)", reason(readings, "y"));
    assertEquals(1, readings.notices().size());
  }

  /**
   * A gauge's last value stands for 5 minutes when the Prometheus is away: that is no measurement.
   */
  @Test
  void leavesOutWhatWasNotScraped() throws Exception {
    try (LocalServer server =
        LocalServer.start(
            request ->
                switch (request.getHttpURI().getPath()) {
                  case "/api/v1/query" -> Reply.json(200, scalar(START / 1000.0));
                  case "/api/v1/query_range" ->
                      Reply.json(
                          200,
                          Request.extractQueryParameters(request)
                                  .getValue("query")
                                  .equals("max(count_over_time(up[30s]))")
                              ? matrix("[1790000000,\"9\"],[1790000045,\"1\"]")
                                  .replace("\"__name__\":\"x\",\"q\":\"a\"", "")
                              : matrix(
                                  "[1790000000,\"1\"],[1790000015,\"1\"],[1790000030,\"1\"],[1790000045,\"2\"]"));
                  default -> Reply.text(404, "404 page not found");
                })) {
      Readings readings = collect(server, catalog("x"), 45);
      assertArrayEquals(
          new long[] {START, START + 45_000}, readings.series("x").get(0).epochMillis());
      assertEquals(
          List.of(
              "scrape interval not known (HTTP 404): taken for 15 s",
              "the Prometheus scraped nothing for 30 s of the run"),
          readings.notices());
    }
  }

  @Test
  void waitsOneScrapeIntervalForTheLastSamples() throws Exception {
    try (LocalServer server = server(query -> Reply.json(200, EMPTY))) {
      source(settings(server.uri("/"))).awaitLastSamples();
      assertEquals(List.of(Duration.ofSeconds(5)), pauses);
    }
  }

  /** A server 90 s ahead: asked in its time, answered in ours. */
  @Test
  void correctsTheServersClock() throws Exception {
    serverAheadMillis = 90_000;
    try (LocalServer server =
        server(query -> Reply.json(200, matrix("[1790000090,\"1\"],[1790000095,\"2\"]")))) {
      Readings readings = collect(server, catalog("x"), 60);
      assertEquals(new ClockOffset(90_000, 1), readings.clock().orElseThrow());
      assertEquals("1790000090.000", ranges.get(0).getValue("start"));
      assertArrayEquals(
          new long[] {START, START + 5_000}, readings.series("x").get(0).epochMillis());
    }
  }

  @Test
  void leavesAClockAloneThatItCannotTellFromOurs() {
    assertEquals(0, ClockOffset.of(1_000, 1_140, 1_200).correctionMillis());
    assertEquals(new ClockOffset(40, 101), ClockOffset.of(1_000, 1_140, 1_200));
    assertEquals(-500, ClockOffset.of(1_000, 520, 1_040).correctionMillis());
  }

  @Test
  void sendsCredentialsAndShowsThemNowhere() throws Exception {
    try (LocalServer server = server(query -> Reply.text(403, "denied"))) {
      PrometheusSettings plain = settings(server.uri("/"));
      for (Authentication who :
          List.of(
              new Authentication.Bearer(new Secret("hush-token")),
              new Authentication.Basic("ann", new Secret("hush-word")))) {
        PrometheusSettings with =
            new PrometheusSettings(
                plain.url(),
                who,
                Optional.empty(),
                Map.of("X-Scope-OrgID", new Secret("hush-tenant")),
                Optional.empty(),
                plain.timeout(),
                1,
                1);
        Readings readings = source(with).collect(catalog("x"), START, START);
        assertFalse((with + " " + readings).contains("hush"), with + " " + readings);
      }
      List<String> sent =
          requests.stream()
              .map(request -> request.getHeaders().get("Authorization"))
              .distinct()
              .toList();
      assertEquals(List.of("Bearer hush-token", "Basic YW5uOmh1c2gtd29yZA=="), sent);
      assertEquals("hush-tenant", requests.get(0).getHeaders().get("X-Scope-OrgID"));
    }
  }

  @Test
  void refusesWrongSettings() {
    assertThrows(IllegalArgumentException.class, () -> settings(URI.create("prometheus:9090")));
    assertThrows(
        IllegalArgumentException.class, () -> settings(URI.create("http://a:b@prometheus:9090")));
    assertThrows(IllegalArgumentException.class, () -> new Secret("a\nb"));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new PrometheusSettings(
                URI.create("http://p:9090"),
                new Authentication.None(),
                Optional.empty(),
                Map.of("Authorization", new Secret("x")),
                Optional.empty(),
                Duration.ofSeconds(1),
                1,
                1));
    PrometheusSettings noCa =
        new PrometheusSettings(
            URI.create("https://p:9090"),
            new Authentication.None(),
            Optional.of(Path.of("pom.xml")),
            Map.of(),
            Optional.empty(),
            Duration.ofSeconds(1),
            1,
            1);
    assertTrue(
        reason(source(noCa).collect(catalog("x"), START, START), "x").startsWith("pom.xml: "));
  }

  @Test
  void checksEveryMetricOfTheCatalog() throws Exception {
    try (LocalServer server =
        LocalServer.start(
            request -> {
              if (request.getHttpURI().getPath().endsWith("/targets")) {
                return Reply.json(
                    200,
                    "{\"status\":\"success\",\"data\":{\"activeTargets\":[{\"scrapeInterval\":\"1m\"}]}}");
              }
              String query = Request.extractQueryParameters(request).getValue("query");
              return switch (query) {
                case "time()" -> Reply.json(200, scalar(1));
                case "two" ->
                    Reply.json(
                        200,
                        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
                            + "{\"metric\":{\"q\":\"a\"},\"value\":[1,\"1.5\"]},"
                            + "{\"metric\":{\"q\":\"b\"},\"value\":[1,\"2\"]}]}}");
                case "nan" ->
                    Reply.json(
                        200,
                        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
                            + "{\"metric\":{},\"value\":[1,\"NaN\"]}]}}");
                case "none", "sum(rate(task_submitted_total[240s]))" -> Reply.json(200, EMPTY);
                default ->
                    Reply.json(
                        400,
                        "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"wrong\"}");
              };
            })) {
      Catalog catalog =
          catalog("two", "none", "nan", "bad")
              .with(List.of(Catalog.builtIn().find("task_submit_rate").orElseThrow()));
      StringBuilder table = new StringBuilder();
      MetricsCheck.write(table, MetricsCheck.run(settings(server.uri("/")), catalog));
      assertEquals(
          """
          found      two                          user             1.500 to 2.000 1 in 2 series
          not found  none                         user             none
          found      nan                          user             no number now (NaN)
          failed     bad                          user             HTTP 400: bad_data: wrong
          not found  task_submit_rate             function runner  sum(rate(task_submitted_total[240s]))
          2 of 5 metrics found
          """,
          table.toString());
    }
  }

  @Test
  void theCheckOfAnotherServerIsRefused() throws Exception {
    try (LocalServer server = LocalServer.start(request -> Reply.text(200, "hello"))) {
      IOException refused =
          assertThrows(
              IOException.class, () -> MetricsCheck.run(settings(server.uri("/")), catalog("x")));
      assertEquals("HTTP 200: hello", refused.getMessage());
    }
  }
}
