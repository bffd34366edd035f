package io.functionrunner.perf.grafana;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.metrics.LocalServer;
import io.functionrunner.perf.metrics.LocalServer.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a stand-in that answers as Grafana's documentation of its HTTP API has it. */
@Timeout(60)
class GrafanaApiTest {

  private static final String TOKEN = "glsa_secret";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final List<JsonNode> bodies = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Reply> replies = Collections.synchronizedMap(new TreeMap<>());
  private LocalServer server;

  @BeforeEach
  void start() throws Exception {
    server = LocalServer.start(this::reply);
    replies.put(
        "POST /api/dashboards/db",
        Reply.json(
            200,
            """
            {"id": 1, "uid": "perf-overview", "url": "/d/perf-overview/load-test-overview",
             "status": "success", "version": 1, "slug": "load-test-overview"}
            """));
    replies.put(
        "POST /api/annotations", Reply.json(200, "{\"message\": \"Annotation added\", \"id\": 7}"));
    replies.put(
        "PATCH /api/annotations/7", Reply.json(200, "{\"message\": \"Annotation patched\"}"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Reply reply(Request request) {
    try {
      String what = request.getMethod() + " " + Request.getPathInContext(request);
      asked.add(what + " " + request.getHeaders().get("Authorization"));
      bodies.add(JSON.readTree(Content.Source.asString(request)));
      return replies.getOrDefault(what, Reply.json(404, "{\"message\": \"Not found\"}"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private GrafanaApi grafana() {
    return new GrafanaApi(server.uri(""), Optional.of(TOKEN));
  }

  private String error(org.junit.jupiter.api.function.Executable call) {
    String message = assertThrows(IOException.class, call).getMessage();
    assertFalse(message.contains(TOKEN), message);
    return message.replace(server.uri("").toString(), "");
  }

  @Test
  void aDashboardTakesThePlaceOfTheOneWithItsUid() throws Exception {
    Dashboard overview = Dashboards.of(CriteriaFile.shipped().of("")).get(0);
    for (int time = 0; time < 2; time++) {
      assertEquals(
          "/d/perf-overview/load-test-overview",
          grafana().dashboard(DashboardJson.of(overview), "loadtest"));
    }
    assertEquals("POST /api/dashboards/db Bearer " + TOKEN, asked.get(0));
    assertEquals(bodies.get(0), bodies.get(1));
    JsonNode body = bodies.get(0);
    assertTrue(body.get("overwrite").asBoolean());
    assertTrue(body.at("/dashboard/id").isNull());
    assertEquals("perf-overview", body.at("/dashboard/uid").asText());
    assertEquals("loadtest", body.get("folderUid").asText());
  }

  @Test
  void theFolderIsMadeOnce() throws Exception {
    replies.put("POST /api/folders", Reply.json(200, "{\"uid\": \"loadtest\"}"));
    grafana().folder("loadtest", "Load tests");
    assertEquals(2, asked.size());
    assertEquals("Load tests", bodies.get(1).get("title").asText());
    replies.put("GET /api/folders/loadtest", Reply.json(200, "{\"uid\": \"loadtest\"}"));
    grafana().folder("loadtest", "Load tests");
    assertEquals("GET /api/folders/loadtest Bearer " + TOKEN, asked.get(2));
    assertEquals(3, asked.size());
  }

  @Test
  void whatGrafanaRefusesIsOneClearError() {
    GrafanaApi grafana = grafana();
    var dashboard = JSON.createObjectNode();
    replies.put(
        "POST /api/dashboards/db",
        Reply.json(
            412,
            "{\"status\": \"version-mismatch\", \"message\": \"The dashboard has been changed by someone else\"}"));
    assertEquals(
        "/api/dashboards/db has another dashboard of that name, or a newer one, that must not be"
            + " overwritten (HTTP 412: The dashboard has been changed by someone else)",
        error(() -> grafana.dashboard(dashboard, "f")));
    replies.put("POST /api/dashboards/db", Reply.json(401, "{\"message\": \"Unauthorized\"}"));
    assertEquals(
        "/api/dashboards/db wants a token. Expecting that of a service account in GRAFANA_TOKEN"
            + " (HTTP 401: Unauthorized)",
        error(() -> grafana.dashboard(dashboard, "f")));
    replies.put(
        "POST /api/dashboards/db",
        Reply.json(403, "{\"message\": \"You'll need additional permissions\"}"));
    assertTrue(error(() -> grafana.dashboard(dashboard, "f")).contains("the role Editor"));
    replies.remove("POST /api/dashboards/db");
    assertEquals(
        "/api/dashboards/db is not there: is this the URL of a Grafana? (HTTP 404: Not found)",
        error(() -> grafana.dashboard(dashboard, "f")));
    replies.put(
        "POST /api/dashboards/db",
        Reply.text(502, "<html>\n\u001b[31mBad\ngateway" + "x".repeat(999)));
    String bad = error(() -> grafana.dashboard(dashboard, "f"));
    assertTrue(
        bad.startsWith("/api/dashboards/db answered (HTTP 502: <html> [31mBad gatewayxxx"), bad);
    assertTrue(bad.length() < 300 && !bad.contains("\n") && !bad.contains("\u001b"), bad);
  }

  @Test
  void aGrafanaThatIsAwayIsSaidToBe() {
    URI gone = server.uri("");
    server.close();
    String message =
        assertThrows(
                IOException.class,
                () -> new GrafanaApi(gone, Optional.empty()).annotate(0, List.of(), ""))
            .getMessage();
    assertTrue(message.startsWith(gone + "/api/annotations cannot be asked: "), message);
  }

  @Test
  void onlyAnAddressIsOne() {
    for (String url : List.of("ftp://grafana", "http://user:secret@grafana:3000", "grafana:3000")) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> new GrafanaApi(URI.create(url), Optional.empty()));
      assertFalse(refused.getMessage().contains("secret"));
    }
  }

  @Test
  void aRunIsWrittenAsItGoesOn() {
    List<String> told = new ArrayList<>();
    try (RunAnnotations run =
        new RunAnnotations(grafana(), "SpikeTest", "spiketest-1", told::add)) {
      run.started(1_000);
      run.phase("ramp", 1_000);
      run.phase("ramp", 2_000);
      run.phase("spike", 3_000);
      run.ended(5_000);
      run.verdict("FAIL", "too slow", 5_000);
    }
    assertEquals(List.of(), told);
    assertEquals(
        List.of("POST", "POST", "PATCH", "POST", "PATCH", "PATCH", "PATCH"),
        asked.stream().map(a -> a.replaceFirst(" .*", "")).toList());
    assertEquals(1_000, bodies.get(0).get("time").asLong());
    assertEquals(
        "[\"loadtest\",\"run\",\"SpikeTest\",\"spiketest-1\"]",
        bodies.get(0).get("tags").toString());
    assertEquals("SpikeTest: phase ramp", bodies.get(2).get("text").asText());
    assertEquals(3_000, bodies.get(2).get("timeEnd").asLong());
    assertEquals(5_000, bodies.get(4).get("timeEnd").asLong());
    JsonNode verdict = bodies.get(6);
    assertEquals(5_000, verdict.get("timeEnd").asLong());
    assertTrue(verdict.get("text").asText().startsWith("SpikeTest FAIL: too slow"));
    assertTrue(verdict.get("tags").toString().contains("\"FAIL\""));
  }

  @Test
  void aGrafanaThatRefusesIsToldOnceAndAskedForNothingToClose() {
    replies.put("POST /api/annotations", Reply.json(401, "{\"message\": \"Unauthorized\"}"));
    List<String> told = new ArrayList<>();
    try (RunAnnotations run =
        new RunAnnotations(grafana(), "SpikeTest", "spiketest-1", told::add)) {
      run.started(1_000);
      run.phase("ramp", 1_000);
      run.ended(5_000);
      run.verdict("PASS", "", 5_000);
    }
    assertEquals(1, told.size());
    assertTrue(
        told.get(0).contains("wants a token")
            && told.get(0).endsWith("later failures are not told."),
        told::toString);
    assertEquals(2, asked.size());
  }
}
