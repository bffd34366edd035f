package io.functionrunner.perf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.metrics.LocalServer;
import io.functionrunner.perf.metrics.LocalServer.Reply;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DashboardsCommandTest {

  @TempDir Path directory;

  private final StringWriter errors = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = Perf.commandLine();
    line.setErr(new PrintWriter(errors, true));
    return line.execute(arguments);
  }

  /** An answer before the question was read would cost the connection. */
  private static Reply read(Request request, Reply reply) {
    try {
      var unused = Content.Source.asString(request);
      return reply;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void exportWritesDashboardsAndWhatProvisionsThem() throws Exception {
    Path out = directory.resolve("out");
    assertEquals(0, run("dashboards", "export", out.toString()));
    assertTrue(Files.isRegularFile(out.resolve("dashboards/perf-overview.json")));
    assertTrue(Files.isRegularFile(out.resolve("provisioning/datasources/prometheus.yml")));
    try (Stream<Path> files = Files.walk(out)) {
      assertEquals(8, files.filter(Files::isRegularFile).count());
    }
  }

  @Test
  void pushInstallsAllOfThemAndAgain() throws Exception {
    List<String> asked = Collections.synchronizedList(new ArrayList<>());
    try (LocalServer grafana =
        LocalServer.start(
            request -> {
              asked.add(request.getMethod() + " " + Request.getPathInContext(request));
              return read(request, Reply.json(200, "{\"url\": \"/d/x\"}"));
            })) {
      for (int time = 1; time <= 2; time++) {
        assertEquals(
            0, run("dashboards", "push", "--url", grafana.uri("").toString()), errors::toString);
        assertEquals(7 * time, asked.size());
      }
    }
    assertEquals("GET /api/folders/loadtest", asked.get(0));
    assertEquals(6, Collections.frequency(asked.subList(0, 7), "POST /api/dashboards/db"));
  }

  @Test
  void whatGrafanaRefusesEndsItWithOneSentence() throws Exception {
    try (LocalServer grafana =
        LocalServer.start(request -> Reply.json(401, "{\"message\": \"Unauthorized\"}"))) {
      assertEquals(1, run("dashboards", "push", "--url", grafana.uri("").toString()));
    }
    assertTrue(
        errors.toString().contains("GRAFANA_TOKEN (HTTP 401: Unauthorized)"), errors::toString);
    assertEquals(1, errors.toString().lines().count());
  }
}
