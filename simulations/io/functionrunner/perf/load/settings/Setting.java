package io.functionrunner.perf.load.settings;

import io.functionrunner.perf.workload.Profiles;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * A setting of the command line, {@code -D<name>=<value>}.
 *
 * @param legal its values, as an error message says them
 */
record Setting(String name, String legal) {

  /** Everything below this prefix is the sandbox's, which checks it by itself. */
  static final String SANDBOX = "sandbox.";

  static final List<Setting> ALL =
      List.of(
          new Setting("target", "the base URL of a function runner: http://host:port"),
          new Setting("api", "the name of a binding, or a binding file"),
          new Setting("seed", "a whole number"),
          new Setting("users", "a whole number from 1 to 1000000"),
          new Setting("modalities", "one or more of image, video, audio, text: text,audio"),
          new Setting("mix", String.join(", ", new TreeSet<>(Profiles.mixes().keySet()))),
          new Setting("duration", "a duration: 90s, 5m, 1h30m"),
          new Setting("timeScale", "a number above 0 by which durations are multiplied: 0.5"),
          new Setting("model", "closed-users or open"),
          new Setting("shard", "this injector and how many there are: 2/5"),
          new Setting(
              "start.at", "an instant to come, the same for all injectors: 2026-11-24T10:15:00Z"),
          new Setting("warmup", "a whole number from 0 to 10000: tasks a modality before the load"),
          new Setting(
              "queue.wait", "a duration, or off: how long the target's queue may take to empty"),
          new Setting("stop.errorRate", "a share and a window, as 50%/30s, or off"),
          new Setting("connections", "shared or per-user"),
          new Setting("feeders", "a folder with manifests, laid out as feeders/ is"),
          new Setting("criteria", "a file of pass criteria (JSON)"),
          new Setting("gate", "on, strict or off"),
          new Setting("history", "a folder for the summaries of runs, or off"),
          new Setting("baseline", "a folder of baselines, the file of one, or off"),
          new Setting(
              "compare.with",
              "run directories, separated by commas: compared with the baseline together with this run"),
          new Setting(
              "compare.environment",
              "same, or any: whether a baseline of another environment may fail the run"),
          new Setting("scrape", "URLs of exporters' /metrics, separated by commas, or off"),
          new Setting("prometheus", "the URL of a Prometheus: http://host:9090"),
          new Setting("prometheus.ca", "a PEM file of the authorities that Prometheus' TLS needs"),
          new Setting("metrics.catalog", "a file of metric definitions (JSON)"),
          new Setting("request.timeout", "a duration: 500ms, 60s; how long an answer may take"),
          new Setting("live", "on or off: the page that shows the run while it lasts"),
          new Setting("live.port", "a port for the live page, 0 for a free one"),
          new Setting("live.host", "an address for the live page; beyond loopback with LIVE_TOKEN"),
          new Setting("grafana", "the URL of a Grafana that gets annotations: http://host:3000"),
          new Setting("metrics.port", "a port to serve live metrics on, 0 for a free one"),
          new Setting("metrics.host", "an address to listen on, with metrics.port: 0.0.0.0"),
          new Setting("metrics.push", "the URL of a Pushgateway: http://host:9091"),
          new Setting("metrics.otlp", "the URL of an OTLP receiver (HTTP): http://host:4318"),
          new Setting("task.timeout", "a duration: 90s, 15m; how long a task may take"),
          new Setting("submit.retries", "a whole number from 0 to 100: tries after a 429"),
          new Setting("allow.remote", "the host that may receive load, when it is not local"));

  /**
   * Prefixes that are ours: a name below them that is not known is a mistake. The name space is
   * shared with the JVM and Maven, so most unknown names are none of our business.
   */
  private static final List<String> OUR_PREFIXES =
      List.of(
          "task.",
          "request.",
          "submit.",
          "stop.",
          "start.",
          "queue.",
          "allow.",
          "prometheus.",
          "metrics.",
          "live.",
          "compare.");

  private static final int NEAR = 2;
  private static final int LONG_ENOUGH_TO_MISTYPE = 4;

  static Optional<Setting> named(String name) {
    return ALL.stream().filter(s -> s.name.equals(name)).findFirst();
  }

  /** The known setting that {@code unknown} was probably meant to be. */
  static Optional<Setting> mistyped(String unknown) {
    LevenshteinDistance distance = new LevenshteinDistance(NEAR);
    return ALL.stream()
        .filter(s -> unknown.length() >= LONG_ENOUGH_TO_MISTYPE)
        .filter(
            s ->
                s.name.equalsIgnoreCase(unknown)
                    || withoutDots(s.name).equalsIgnoreCase(withoutDots(unknown))
                    || distance.apply(s.name, unknown) >= 0)
        .findFirst();
  }

  static boolean ours(String name) {
    return OUR_PREFIXES.stream().anyMatch(name::startsWith);
  }

  private static String withoutDots(String name) {
    return name.replace(".", "").replace("-", "").replace("_", "");
  }
}
