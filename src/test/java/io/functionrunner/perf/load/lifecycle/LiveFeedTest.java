package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.load.settings.LiveSettings;
import io.functionrunner.perf.load.settings.Refused;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.sandbox.Exposition;
import io.functionrunner.perf.workload.PlannedTask;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.Profiles;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LiveFeedTest {

  private static final Profile PROFILE = Profiles.baseline();

  private final ByteArrayOutputStream console = new ByteArrayOutputStream();

  private LiveFeed feed(OptionalInt port) {
    return LiveFeed.start(
        PROFILE,
        new LiveSettings(port, "127.0.0.1", Optional.empty(), Optional.empty()),
        name -> null,
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
