package io.functionrunner.perf.cli;

import io.functionrunner.perf.binding.Binding;
import io.functionrunner.perf.kubernetes.InjectorJob;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.Profiles;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the arguments of {@code perf distribute} come to, checked before the cluster is asked
 * anything.
 *
 * @param settings of the simulation, for each injector
 * @param startIn from now to the common start
 * @param timeout from then to the last result
 */
record DistributePlan(
    String simulation, Map<String, String> settings, Duration startIn, Duration timeout) {

  /** A run's own safety net is twice its load; tasks in flight, packing and copying come after. */
  private static final Duration AFTER_LOAD = Duration.ofMinutes(30);

  /** For whoever has to look after a Job that nobody ended. */
  private static final Duration AFTER_TIMEOUT = Duration.ofHours(1);

  /** What tells injectors apart is ours to say, and what follows the load is not an injector's. */
  private static final Map<String, String> NOT_HERE =
      Map.of(
          "shard", "--injectors says how many",
          "start.at", "--start-in says when",
          "criteria", "the merged run is judged: --criteria=<file>",
          "baseline", "the merged run is compared: --baseline=<folder>",
          "history", "the merged run has the summary: --history=<folder>",
          "gate", "the exit status is the merged run's verdict");

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

  private static final Pattern TOKEN =
      Pattern.compile("(?:([A-Za-z_][A-Za-z0-9_]*)=)?([a-z0-9.-]+)/([A-Za-z0-9._-]+)");

  private static final URI ANY = URI.create("http://127.0.0.1");

  DistributePlan {
    settings = Map.copyOf(settings);
  }

  /**
   * Checks.
   *
   * @param timeout null: what the load's length makes of it
   * @throws IllegalArgumentException one sentence
   */
  static DistributePlan of(
      String simulation, Map<String, String> settings, String startIn, String timeout) {
    Profile profile =
        Profiles.all().stream()
            .filter(p -> p.name().equals(simulation))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--simulation=%s: no such simulation. Those that exist: %s"
                            .formatted(
                                simulation,
                                String.join(
                                    ", ", Profiles.all().stream().map(Profile::name).toList()))));
    for (String name : settings.keySet()) {
      if (NOT_HERE.containsKey(name)) {
        throw new IllegalArgumentException("-D%s: %s".formatted(name, NOT_HERE.get(name)));
      }
    }
    if (!settings.containsKey("target")) {
      throw new IllegalArgumentException(
          "Missing -D target=<url>: without one each injector would have a sandbox of its own");
    }
    Duration load = SuitePlan.load(profile, settings, 1);
    return new DistributePlan(
        simulation,
        settings,
        SuiteCommand.duration("--start-in", startIn),
        timeout == null
            ? load.multipliedBy(2).plus(AFTER_LOAD)
            : SuiteCommand.duration("--timeout", timeout));
  }

  /** Unique enough: two in one second are refused by the cluster. */
  String jobName(Instant now) {
    return "%s-%s".formatted(simulation.toLowerCase(Locale.ROOT), STAMP.format(now));
  }

  /** After which Kubernetes itself ends what is left. */
  Duration atMost() {
    return startIn.plus(timeout).plus(AFTER_TIMEOUT);
  }

  /**
   * Where the token is.
   *
   * @param text {@code [<variable>=]<name>/<key>}, or null
   */
  Optional<InjectorJob.Token> token(String text) {
    Set<String> needed = variables();
    if (text == null) {
      if (!needed.isEmpty() && !accepts(Map.of())) {
        throw new IllegalArgumentException(
            "-Dapi=%s takes its credentials from %s. Expecting --token-secret=<name>/<key>"
                .formatted(api(), String.join(" and ", needed)));
      }
      return Optional.empty();
    }
    Matcher matcher = TOKEN.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "--token-secret=%s: expecting [<variable>=]<name>/<key>, a Secret and a key in it"
              .formatted(text));
    }
    String variable = matcher.group(1);
    if (variable == null) {
      if (needed.size() != 1) {
        throw new IllegalArgumentException(
            "--token-secret=%s: -Dapi=%s does not say which variable. Expecting --token-secret=<variable>=%s"
                .formatted(text, api(), text));
      }
      variable = needed.iterator().next();
    }
    return Optional.of(new InjectorJob.Token(variable, matcher.group(2), matcher.group(3)));
  }

  private String api() {
    return settings.getOrDefault("api", "function-runner");
  }

  /** Those that the binding reads; none when it is a file, which only the image has. */
  private Set<String> variables() {
    Set<String> asked = new LinkedHashSet<>();
    if (Binding.builtIn().contains(api())) {
      Binding.load(
          api(),
          ANY,
          name -> {
            asked.add(name);
            return "x";
          });
    }
    return asked;
  }

  private boolean accepts(Map<String, String> environment) {
    try {
      Binding.load(api(), ANY, environment::get);
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }
}
