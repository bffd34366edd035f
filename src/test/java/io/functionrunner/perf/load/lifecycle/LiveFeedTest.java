package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.analysis.Conclusion;
import io.functionrunner.perf.kpi.Criteria;
import io.functionrunner.perf.load.settings.LiveSettings;
import io.functionrunner.perf.load.settings.LiveSettings.Address;
import io.functionrunner.perf.load.settings.Refused;
import io.functionrunner.perf.metrics.LocalServer;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.sandbox.Exposition;
import io.functionrunner.perf.stats.Verdict;
import io.functionrunner.perf.workload.PlannedTask;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.Profiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;

class LiveFeedTest {

  private static final Profile PROFILE = Profiles.baseline();
  private static final OptionalDouble NO = OptionalDouble.empty();
  private static final Criteria NO_LIMITS = new Criteria(NO, NO, NO, NO, Map.of());

  private final ByteArrayOutputStream console = new ByteArrayOutputStream();

  static PageFeed pageFeed() {
    return new PageFeed(PROFILE, NO_LIMITS, 1);
  }

  private LiveFeed feed(OptionalInt port) {
    return feed(Optional.empty(), port, pageFeed(), Map.of());
  }

  private LiveFeed feed(
      Optional<Address> page, OptionalInt port, PageFeed feed, Map<String, String> environment) {
    return LiveFeed.start(
        PROFILE,
        new LiveSettings(
            page, port, "127.0.0.1", Optional.empty(), Optional.empty(), Optional.empty()),
        feed,
        environment::get,
        new PrintStream(console, true, StandardCharsets.UTF_8));
  }

  private String console() {
    return console.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whoDoesNotAskPaysNothing() {
    Counters counters = new Counters();
    try (LiveFeed feed = feed(OptionalInt.empty())) {
      assertSame(counters, feed.beside(counters));
      assertEquals("", console());
    }
  }

  @Test
  void bothHearOfEveryTask() throws Exception {
    Counters counters = new Counters();
    try (LiveFeed feed = feed(OptionalInt.of(0))) {
      PlannedTask task = PROFILE.schedule(1, 0).next();
      feed.gauge("loadtest_users_active", "Users.", () -> 3);
      var both = feed.beside(counters);
      both.submitted(task, 1_000, 1_010);
      both.submissionSent();
      both.accepted(task, 1_010, 1_030);
      assertEquals(1, counters.submissionsOnTheWire());
      both.submissionOver();
      assertEquals(0, counters.submissionsOnTheWire());
      assertEquals(1, counters.soFar().inFlight());
      assertEquals(1, sum(scrape(), "loadtest_tasks_in_flight"));
      both.ended(
          new TaskRecord(
              0,
              0,
              task.modality().id(),
              task.quality().id(),
              1_000,
              1_010,
              1_030,
              Outcome.TIMED_OUT,
              2_010,
              -1,
              -1,
              -1,
              -1,
              1,
              0,
              ""));
      assertEquals(1, counters.soFar().timedOut());
      Exposition scrape = scrape();
      assertEquals(1, sum(scrape, "loadtest_tasks_submitted_total"));
      assertEquals(1, sum(scrape, "loadtest_tasks_ended_total"));
      assertEquals(0, sum(scrape, "loadtest_tasks_in_flight"));
      assertEquals(0.02, sum(scrape, "loadtest_submit_duration_seconds_sum"), 1e-12);
      assertEquals(1, sum(scrape, "loadtest_task_duration_seconds_sum"), 1e-12);
      assertEquals(3, scrape.value("loadtest_users_active"));
    }
  }

  private Exposition scrape() throws Exception {
    URI url = URI.create(console().replaceFirst("(?s).*Live metrics: (\\S+).*", "$1"));
    return Exposition.parse(
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
            .body());
  }

  private static double sum(Exposition scrape, String name) {
    return scrape.samples().stream()
        .filter(s -> s.name().equals(name))
        .mapToDouble(Exposition.Sample::value)
        .sum();
  }

  @Test
  void thePageAndTheMetricsComeFromOneServer() throws Exception {
    Optional<Address> loopback = Optional.of(new Address("127.0.0.1", 0));
    LiveFeed feed = feed(loopback, OptionalInt.of(0), pageFeed(), Map.of());
    try (feed) {
      assertEquals(200, status(address("Live: ")));
      assertEquals(200, status(address("Live metrics: ")));
      assertEquals(404, status(address("Live: ").resolve("/metrics")));
      assertEquals(404, status(address("Live metrics: ").resolve("/events")));
    }
    assertThrows(ConnectException.class, () -> status(address("Live: ")));
  }

  private URI address(String what) {
    return URI.create(console().replaceFirst("(?s).*" + what + "(\\S+).*", "$1"));
  }

  private static int status(URI url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void othersSeeThePageOnlyWithAToken() throws Exception {
    Optional<Address> everywhere = Optional.of(new Address("0.0.0.0", 0));
    for (Map<String, String> weak :
        List.<Map<String, String>>of(Map.of(), Map.of("LIVE_TOKEN", "short"))) {
      Refused refused =
          assertThrows(
              Refused.class, () -> feed(everywhere, OptionalInt.empty(), pageFeed(), weak));
      assertEquals(
          "-Dlive.host=0.0.0.0: who may see the page? Expecting a token of 16 characters or more"
              + " in the environment variable LIVE_TOKEN",
          refused.getMessage());
    }
    Map<String, String> strong = Map.of("LIVE_TOKEN", "0123456789abcdef");
    LiveFeed feed = feed(everywhere, OptionalInt.empty(), pageFeed(), strong);
    try (feed) {
      URI here = URI.create(address("Live: ").toString().replace("0.0.0.0", "127.0.0.1"));
      assertEquals(401, status(here));
      assertFalse(console().contains("0123456789abcdef"));
    }
  }

  /** An answer before the question was read would cost the connection. */
  private static void read(Request request) {
    try {
      var unused = Content.Source.asString(request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The token goes where the settings say, and the run's moments with it. */
  @Test
  void grafanaIsToldOfStartEndAndVerdict() throws Exception {
    List<String> asked = Collections.synchronizedList(new ArrayList<>());
    try (LocalServer grafana =
        LocalServer.start(
            request -> {
              asked.add(request.getMethod() + " " + request.getHeaders().get("Authorization"));
              read(request);
              return LocalServer.Reply.json(200, "{\"id\": 7}");
            })) {
      AnnotationFeed feed =
          new AnnotationFeed(
              grafana.uri(""),
              Map.of("GRAFANA_TOKEN", "secret")::get,
              "SpikeTest",
              "spiketest-1",
              () -> "steady",
              new PrintStream(console, true, StandardCharsets.UTF_8));
      try (feed) {
        feed.started(1_000);
        while (asked.size() < 2) {
          Thread.onSpinWait();
        }
        feed.ended(9_000);
        feed.reported(new Conclusion(Verdict.PASS, "within every limit"));
      }
    }
    assertEquals(
        List.of("POST", "POST", "PATCH", "PATCH", "PATCH"),
        asked.stream().map(a -> a.replace(" Bearer secret", "")).toList());
    assertEquals("", console());
  }

  @Test
  void aPortInUseIsRefusedBeforeTheLoad() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      Refused refused = assertThrows(Refused.class, () -> feed(OptionalInt.of(port)));
      assertTrue(
          refused
              .getMessage()
              .startsWith("-Dmetrics.port=%d: port %1$d on 127.0.0.1 is in use".formatted(port)),
          refused.getMessage());
    }
  }
}
