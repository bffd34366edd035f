package io.functionrunner.perf.load.settings;

import io.functionrunner.perf.baseline.Baselines;
import io.functionrunner.perf.workload.Mix;
import io.functionrunner.perf.workload.Modality;
import io.functionrunner.perf.workload.Shard;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What the command line asked for, checked. Made once, handed on; nothing else of the simulations
 * reads a system property.
 *
 * @param target base URL; empty: start the sandbox
 * @param api name of a binding, or a file
 * @param users of the first cohort, where the profile's number is not wanted
 * @param modalities of the profile's mix, where not all of them are wanted
 * @param mix what users submit, where the profile's own mix is not wanted
 * @param duration of the whole profile, where its own is not wanted
 * @param timeScale by which durations are multiplied
 * @param shard which of several injectors this is
 * @param startAt when the load starts; empty: when the warm-up is over
 * @param warmup tasks a modality before the load, not measured
 * @param queueWait how long the target's queue may take to empty before the load; empty: whatever
 * @param stopErrorRate when to end the load early; empty: never
 * @param sharedConnections one connection pool for all users, or one a user
 * @param feeders folder of manifests; empty: those of the project
 * @param baselines what the run is compared with
 * @param metrics where the target's own metrics are to be had
 * @param requestTimeout after which an answer is no longer waited for, whatever the speed
 * @param live where the run's own metrics go while it lasts
 * @param history folder of the runs' summaries; empty: nothing was said, an empty one in it: none
 * @param taskTimeout where the binding's deadline is not wanted, at full scale
 * @param submitRetries submissions tried again after an answer 429
 * @param sandbox settings of the sandbox, without their prefix
 * @param given all of ours, as written
 */
public record Settings(
    Optional<URI> target,
    String api,
    long seed,
    OptionalInt users,
    Set<Modality> modalities,
    Optional<Mix> mix,
    Optional<Duration> duration,
    double timeScale,
    Model model,
    Shard shard,
    Optional<Instant> startAt,
    int warmup,
    Optional<Duration> queueWait,
    Optional<StopLimit> stopErrorRate,
    boolean sharedConnections,
    Optional<Path> feeders,
    Optional<Path> criteria,
    Baselines baselines,
    MetricSettings metrics,
    LiveSettings live,
    Gate gate,
    Optional<Optional<Path>> history,
    Duration requestTimeout,
    Optional<Duration> taskTimeout,
    int submitRetries,
    Set<String> allowRemote,
    Map<String, String> sandbox,
    Map<String, String> given) {

  /** Who submits. */
  public enum Model {
    /** Users, each with a schedule of its own. */
    CLOSED_USERS,
    /** Nobody in particular: one virtual user a task, as they come. */
    OPEN;

    /** As the command line and {@code run.json} have it. */
    public String id() {
      return this == OPEN ? "open" : "closed-users";
    }
  }

  /** What a verdict does to the build. */
  public enum Gate {
    /** FAIL and INVALID fail it. */
    ON,
    /** INCONCLUSIVE fails it too. */
    STRICT,
    /** Nothing does: the verdict is only reported. */
    OFF
  }

  /** Tries after the first, when the server says 429; then the task counts as rejected. */
  private static final int DEFAULT_RETRIES = 3;

  /** Enough to load the code of both sides, and little where every task costs money. */
  private static final int DEFAULT_WARMUP = 5;

  private static final int MAX_WARMUP = 10_000;

  /** Enough for the rest of a polite run before; whoever has more to work off should be asked. */
  private static final Duration DEFAULT_QUEUE_WAIT = Duration.ofMinutes(5);

  private static final StopLimit DEFAULT_STOP = new StopLimit(0.5, Duration.ofSeconds(30));

  /** Gatling's own default. */
  private static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(60);

  private static final int MAX_USERS = 1_000_000;
  private static final int MAX_RETRIES = 100;

  /** Of the project, from which Maven starts a run. */
  private static final Path SHIPPED_BASELINES = Path.of("baselines");

  private static final Pattern USER_INFO = Pattern.compile("//[^/]*@");

  /** Those of this JVM's command line. */
  public static Settings ofThisJvm() {
    return of(System.getProperties());
  }

  /** Reads the properties; a {@link Refused} names the setting and its legal values. */
  static Settings of(Properties properties) {
    Map<String, String> given = new TreeMap<>();
    Map<String, String> sandbox = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      String value = properties.getProperty(name).strip();
      if (name.startsWith(Setting.SANDBOX)) {
        sandbox.put(name.substring(Setting.SANDBOX.length()), value);
        given.put(name, value);
      } else if (Setting.named(name).isPresent()) {
        given.put(name, value);
      } else {
        refuseOurMistakes(name);
      }
    }
    Optional<URI> target = value(given, "target", Values::baseUrl);
    if (target.isPresent() && !sandbox.isEmpty()) {
      throw new Refused(
          "-Dsandbox.%s goes with the sandbox, but -Dtarget=%s names another function runner"
              .formatted(sandbox.keySet().iterator().next(), target.get()));
    }
    Shard shard = value(given, "shard", Shard::parse).orElse(Shard.WHOLE);
    if (!shard.whole() && target.isEmpty()) {
      throw new Refused(
          "-Dshard=%s goes with -Dtarget: without one each injector has a sandbox of its own"
              .formatted(shard));
    }
    return new Settings(
        target,
        value(given, "api", Function.identity()).orElse("function-runner"),
        value(given, "seed", Long::parseLong).orElse(1L),
        value(given, "users", v -> Values.whole(v, 1, MAX_USERS))
            .map(OptionalInt::of)
            .orElse(OptionalInt.empty()),
        value(given, "modalities", Values::modalities).orElse(Set.of()),
        value(given, "mix", Values::mix),
        value(given, "duration", Values::duration),
        value(given, "timeScale", Values::positive).orElse(1.0),
        value(given, "model", v -> Values.choice(v, "closed-users", "open"))
            .map(v -> v.equals("open") ? Model.OPEN : Model.CLOSED_USERS)
            .orElse(Model.CLOSED_USERS),
        shard,
        value(given, "start.at", Values::toCome),
        value(given, "warmup", v -> Values.whole(v, 0, MAX_WARMUP)).orElse(DEFAULT_WARMUP),
        value(
                given,
                "queue.wait",
                v -> v.equals("off") ? Optional.<Duration>empty() : Optional.of(Values.duration(v)))
            .orElse(Optional.of(DEFAULT_QUEUE_WAIT)),
        value(
                given,
                "stop.errorRate",
                v ->
                    v.equals("off") ? Optional.<StopLimit>empty() : Optional.of(StopLimit.parse(v)))
            .orElse(Optional.of(DEFAULT_STOP)),
        value(given, "connections", v -> Values.choice(v, "shared", "per-user"))
            .orElse("shared")
            .equals("shared"),
        value(given, "feeders", Values::folder),
        value(given, "criteria", Values::file),
        value(given, "baseline", Values::baselines)
            .orElseGet(Settings::shippedBaselines)
            .withAnyEnvironment(
                value(given, "compare.environment", v -> Values.choice(v, "same", "any"))
                    .orElse("same")
                    .equals("any"))
            .withEarlier(value(given, "compare.with", Values::folders).orElse(List.of())),
        new MetricSettings(
            value(given, "scrape", Values::urls),
            value(given, "prometheus", Values::baseUrl),
            value(given, "prometheus.ca", Values::file),
            value(given, "metrics.catalog", Values::file)),
        LiveSettings.of(given),
        value(given, "gate", v -> Values.choice(v, "on", "strict", "off"))
            .map(
                v ->
                    switch (v) {
                      case "strict" -> Gate.STRICT;
                      case "off" -> Gate.OFF;
                      default -> Gate.ON;
                    })
            .orElse(Gate.ON),
        value(
            given,
            "history",
            v -> v.equals("off") ? Optional.<Path>empty() : Optional.of(Path.of(v))),
        value(given, "request.timeout", Values::duration).orElse(DEFAULT_REQUEST_TIMEOUT),
        value(given, "task.timeout", Values::duration),
        value(given, "submit.retries", v -> Values.whole(v, 0, MAX_RETRIES))
            .orElse(DEFAULT_RETRIES),
        value(given, "allow.remote", v -> Set.of(v.split(","))).orElse(Set.of()),
        Map.copyOf(sandbox),
        Map.copyOf(given));
  }

  private static void refuseOurMistakes(String name) {
    Optional<Setting> meant = Setting.mistyped(name);
    if (meant.isPresent()) {
      throw new Refused(
          "-D%s: no such setting. Did you mean -D%s (%s)?"
              .formatted(name, meant.get().name(), meant.get().legal()));
    }
    if (Setting.ours(name)) {
      throw new Refused(
          "-D%s: no such setting. Those that exist: %s, and sandbox.*"
              .formatted(
                  name, String.join(", ", Setting.ALL.stream().map(Setting::name).toList())));
    }
  }

  static <T> Optional<T> value(Map<String, String> given, String name, Function<String, T> parse) {
    String text = given.get(name);
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(text));
    } catch (IllegalArgumentException e) {
      String why = e instanceof NumberFormatException ? "" : " (" + e.getMessage() + ")";
      throw new Refused(
          "-D%s=%s: not a legal value%s. Expecting %s"
              .formatted(
                  name, withoutUserInfo(text), why, Setting.named(name).orElseThrow().legal()));
    }
  }

  /** Whoever writes a password into a URL shall not find it in the build's log. */
  private static String withoutUserInfo(String text) {
    return USER_INFO.matcher(text).replaceAll("//***@");
  }

  private static Baselines shippedBaselines() {
    return Files.isDirectory(SHIPPED_BASELINES) ? Baselines.at(SHIPPED_BASELINES) : Baselines.OFF;
  }
}
