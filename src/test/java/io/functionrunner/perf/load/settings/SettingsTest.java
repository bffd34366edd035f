package io.functionrunner.perf.load.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.workload.Modality;
import io.functionrunner.perf.workload.Profiles;
import io.functionrunner.perf.workload.Shard;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  private static Settings settings(String... namesAndValues) {
    Properties properties = new Properties();
    properties.setProperty("java.version", "17");
    properties.setProperty("user.home", "/nowhere");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Settings.of(properties);
  }

  private static String refusal(String... namesAndValues) {
    return assertThrows(Refused.class, () -> settings(namesAndValues)).getMessage();
  }

  @Test
  void nothingGivenIsTheSandboxWithTheSameSeedEveryTime() {
    Settings settings = settings();
    assertTrue(settings.target().isEmpty());
    assertEquals("function-runner", settings.api());
    assertEquals(1, settings.seed());
    assertEquals(1, settings.timeScale());
    assertEquals(Settings.Gate.ON, settings.gate());
    assertTrue(settings.sharedConnections());
    assertEquals(Settings.Model.CLOSED_USERS, settings.model());
    assertEquals(5, settings.warmup());
    assertEquals(
        new StopLimit(0.5, Duration.ofSeconds(30)), settings.stopErrorRate().orElseThrow());
    assertEquals(Duration.ofMinutes(1), settings.requestTimeout());
    assertEquals(
        new MetricSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
        settings.metrics());
    assertEquals(Map.of(), settings.given());
  }

  @Test
  void everythingGivenIsRead() {
    Settings settings =
        settings(
            "target", "https://runner.example:8443/base/",
            "seed", "-5",
            "users", "20",
            "duration", "1h2m3.5s",
            "timeScale", "0.1",
            "connections", "per-user",
            "gate", "strict",
            "task.timeout", "250ms",
            "submit.retries", "0",
            "allow.remote", "runner.example");
    assertEquals(URI.create("https://runner.example:8443/base"), settings.target().orElseThrow());
    assertEquals(-5, settings.seed());
    assertEquals(20, settings.users().orElseThrow());
    assertEquals(Duration.ofMillis(3_723_500), settings.duration().orElseThrow());
    assertEquals(0.1, settings.timeScale());
    assertFalse(settings.sharedConnections());
    assertEquals(Settings.Gate.STRICT, settings.gate());
    assertEquals(Duration.ofMillis(250), settings.taskTimeout().orElseThrow());
    assertEquals(0, settings.submitRetries());
    assertEquals(10, settings.given().size());
  }

  @Test
  void thePageIsThereUnlessSomebodyDoesNotWantIt() {
    assertEquals(new LiveSettings.Address("127.0.0.1", 0), settings().live().page().orElseThrow());
    assertEquals(
        new LiveSettings.Address("0.0.0.0", 8_090),
        settings("live.port", "8090", "live.host", "0.0.0.0").live().page().orElseThrow());
    assertTrue(settings("live", "off").live().page().isEmpty());
    assertEquals(
        "-Dlive=off: then -Dlive.host and -Dlive.port say nothing",
        refusal("live", "off", "live.port", "0"));
    assertEquals(
        "-Dlive=yes: not a legal value (not one of them)."
            + " Expecting on or off: the page that shows the run while it lasts",
        refusal("live", "yes"));
  }

  @Test
  void liveMetricsAreForThoseWhoAsk() {
    assertFalse(settings().live().metricsWanted());
    LiveSettings served = settings("metrics.port", "0").live();
    assertEquals(0, served.port().orElseThrow());
    assertEquals("127.0.0.1", served.host());
    LiveSettings all =
        settings(
                "metrics.port", "9400",
                "metrics.host", "0.0.0.0",
                "metrics.push", "http://gateway.example:9091/",
                "metrics.otlp", "https://otel.example:4318")
            .live();
    assertEquals("0.0.0.0", all.host());
    assertEquals(URI.create("http://gateway.example:9091"), all.push().orElseThrow());
    assertEquals(URI.create("https://otel.example:4318"), all.otlp().orElseThrow());
    assertTrue(settings("metrics.otlp", "http://localhost:4318").live().metricsWanted());
    assertEquals(
        "-Dmetrics.port=70000: not a legal value (out of range)."
            + " Expecting a port to serve live metrics on, 0 for a free one",
        refusal("metrics.port", "70000"));
    assertEquals(
        "-Dmetrics.host says where -Dmetrics.port listens, which is not given",
        refusal("metrics.host", "0.0.0.0"));
    assertTrue(
        refusal("metrics.push", "http://me:secret@gateway.example")
            .startsWith("-Dmetrics.push=http://***@"));
    assertTrue(refusal("metrics.prot", "1").contains("Did you mean -Dmetrics.port"));
    assertTrue(refusal("metrics.interval", "1").contains("no such setting"));
  }

  @Test
  void theModelIsClosedUsersOrOpen() {
    assertEquals(Settings.Model.OPEN, settings("model", "open").model());
    assertEquals(Settings.Model.CLOSED_USERS, settings("model", "closed-users").model());
    for (Settings.Model model : Settings.Model.values()) {
      assertEquals(model, settings("model", model.id()).model());
    }
  }

  @Test
  void theMixIsThatOfAnyProfile() {
    assertEquals(Optional.of(Profiles.mixed().mix()), settings("mix", "mixed").mix());
    assertEquals(Optional.empty(), settings().mix());
    assertTrue(
        refusal("mix", "cocktail")
            .contains("baseline, capacity, endurance, highload, mixed, spike, stress"));
  }

  @Test
  void modalitiesAreAPartOfTheMix() {
    assertEquals(
        Set.of(Modality.TEXT, Modality.AUDIO), settings("modalities", "text,audio").modalities());
    assertEquals(Set.of(), settings().modalities());
    assertTrue(
        refusal("modalities", "text,smell")
            .contains("Expecting one or more of image, video, audio, text"));
  }

  @Test
  void aStopCriterionIsAShareAndAWindowOrOff() {
    assertEquals(
        new StopLimit(0.025, Duration.ofSeconds(90)),
        settings("stop.errorRate", "2.5%/1m30s").stopErrorRate().orElseThrow());
    assertEquals(
        new StopLimit(1, Duration.ofMillis(500)),
        settings("stop.errorRate", "100%/500ms").stopErrorRate().orElseThrow());
    assertEquals(Optional.empty(), settings("stop.errorRate", "off").stopErrorRate());
  }

  @Test
  void aShardNeedsATargetThatAllInjectorsShare() {
    Settings settings = settings("shard", "2/5", "target", "http://127.0.0.1:1");
    assertEquals(new Shard(2, 5), settings.shard());
    assertEquals(Shard.WHOLE, settings().shard());
    assertEquals(
        "-Dshard=2/5 goes with -Dtarget: without one each injector has a sandbox of its own",
        refusal("shard", "2/5"));
    String wrong = refusal("shard", "6/5", "target", "http://127.0.0.1:1");
    assertTrue(wrong.startsWith("-Dshard=6/5: not a legal value (injector 6 of 5."), wrong);
  }

  @Test
  void earlierRunsAreDirectories(@TempDir Path folder) throws IOException {
    Path first = Files.createDirectory(folder.resolve("first"));
    Path second = Files.createDirectory(folder.resolve("second"));
    assertEquals(List.of(), settings().baselines().earlier());
    assertEquals(
        List.of(first, second),
        settings("compare.with", first + "," + second).baselines().earlier());
    String refusal = refusal("compare.with", first + "," + folder.resolve("third"));
    assertTrue(refusal.contains("(not a folder). Expecting run directories"), refusal);
  }

  @Test
  void aStartIsToCome() {
    Instant later = Instant.parse("2999-01-01T00:00:00Z");
    assertEquals(Optional.of(later), settings("start.at", later.toString()).startAt());
    String past = refusal("start.at", "1999-01-01T00:00:00Z");
    assertTrue(past.contains("(it is past). Expecting an instant to come"), past);
    String none = refusal("start.at", "noon");
    assertTrue(none.contains("(no instant)"), none);
  }

  @Test
  void theQueueIsWaitedForOrNot() {
    assertEquals(Optional.of(Duration.ofMinutes(5)), settings().queueWait());
    assertEquals(Optional.empty(), settings("queue.wait", "off").queueWait());
    assertEquals(Optional.of(Duration.ofSeconds(20)), settings("queue.wait", "20s").queueWait());
  }

  @Test
  void thereMayBeNoWarmUp() {
    assertEquals(0, settings("warmup", "0").warmup());
    assertEquals(10_000, settings("warmup", "10000").warmup());
  }

  @Test
  void metricsHaveTheirSources(@TempDir Path folder) throws IOException {
    Path ca = Files.createFile(folder.resolve("ca.pem"));
    Path catalog = Files.createFile(folder.resolve("catalog.json"));
    assertEquals(
        new MetricSettings(
            Optional.of(
                List.of(URI.create("http://a:9100/metrics"), URI.create("https://b/metrics"))),
            Optional.of(URI.create("https://prometheus:9090")),
            Optional.of(ca),
            Optional.of(catalog)),
        settings(
                "scrape",
                "http://a:9100/metrics, https://b/metrics",
                "prometheus",
                "https://prometheus:9090/",
                "prometheus.ca",
                ca.toString(),
                "metrics.catalog",
                catalog.toString())
            .metrics());
    assertEquals(Optional.of(List.of()), settings("scrape", "off").metrics().scrape());
  }

  @Test
  void theSandboxGetsItsOwnWithoutPrefix() {
    assertEquals(
        Map.of("slowdown", "1.2", "speed", "20"),
        settings("sandbox.slowdown", "1.2", "sandbox.speed", "20").sandbox());
  }

  @Test
  void aPasswordInTheUrlIsRefusedAndNotRepeated() {
    String refusal = refusal("target", "http://name:secret@host");
    assertTrue(refusal.startsWith("-Dtarget=http://***@host"), refusal);
    assertFalse(refusal.contains("secret"), refusal);
    String many = refusal("scrape", "http://a/metrics,http://name:secret@b/metrics");
    assertFalse(many.contains("secret"), many);
  }

  @Test
  void sandboxSettingsAndATargetContradictEachOther() {
    assertTrue(
        refusal("target", "http://127.0.0.1:1", "sandbox.speed", "1").contains("-Dsandbox.speed"));
  }

  @ParameterizedTest
  @CsvSource({
    "usres, users",
    "user, users",
    "Target, target",
    "timescale, timeScale",
    "time.scale, timeScale",
    "task.timout, task.timeout",
    "submit.retris, submit.retries",
    "duraton, duration",
    "modle, model",
    "warmUp, warmup",
    "stop.error.rate, stop.errorRate",
    "stopErrorRate, stop.errorRate",
    "requestTimeout, request.timeout",
    "prometheus.CA, prometheus.ca"
  })
  void aNearMissIsNamedWithWhatWasMeant(String given, String meant) {
    String refusal = refusal(given, "1");
    assertTrue(refusal.contains("-D" + given), refusal);
    assertTrue(refusal.contains("Did you mean -D" + meant + " "), refusal);
  }

  @Test
  void anUnknownNameBelowOurPrefixesIsRefusedWithTheList() {
    String refusal = refusal("task.colour", "red");
    assertTrue(refusal.contains("task.timeout") && refusal.contains("sandbox.*"), refusal);
    for (String name : new String[] {"stop.when", "request.colour", "prometheus.token"}) {
      assertTrue(refusal(name, "x").startsWith("-D" + name + ": no such setting"), name);
    }
  }

  @Test
  void namesOfTheJvmAndOfMavenAreNoneOfOurBusiness() {
    settings(
        "maven.home", "x", "sun.java.command", "y", "skipTests", "true", "https.proxyHost", "z");
  }

  @ParameterizedTest
  @CsvSource({
    "target, ftp://host",
    "target, nonsense",
    "seed, 1.5",
    "users, 0",
    "users, many",
    "users, 2000000",
    "duration, 5",
    "duration, ''",
    "duration, 0s",
    "duration, 5 minutes",
    "timeScale, 0",
    "timeScale, NaN",
    "timeScale, -1",
    "connections, some",
    "gate, maybe",
    "feeders, /no/such/folder",
    "criteria, /no/such/file",
    "submit.retries, -1",
    "model, closed",
    "model, Open",
    "warmup, -1",
    "warmup, 10001",
    "warmup, some",
    "request.timeout, 0s",
    "request.timeout, 60",
    "stop.errorRate, 50%",
    "stop.errorRate, 50/30s",
    "stop.errorRate, 50%/30",
    "stop.errorRate, 101%/30s",
    "stop.errorRate, 50%/0s",
    "stop.errorRate, -1%/30s",
    "scrape, 'http://a,nonsense'",
    "scrape, ''",
    "prometheus, prometheus:9090",
    "prometheus.ca, /no/such/file",
    "metrics.catalog, /no/such/file"
  })
  void anIllegalValueIsRefusedWithTheLegalOnes(String name, String value) {
    String refusal = refusal(name, value);
    assertTrue(refusal.startsWith("-D" + name + "=" + value + ": not a legal value"), refusal);
    assertTrue(refusal.contains("Expecting " + Setting.named(name).orElseThrow().legal()), refusal);
  }
}
