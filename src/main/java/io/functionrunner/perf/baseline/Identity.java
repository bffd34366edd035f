package io.functionrunner.perf.baseline;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.functionrunner.perf.run.RunManifest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What two runs must have in common for their tasks to be the same ones, sent to the same place.
 *
 * @param environment {@value #SANDBOX}, or host and port of the target
 * @param part {@value #WHOLE}, or which shards of the load
 */
public record Identity(
    String simulation,
    String environment,
    String profileHash,
    long seed,
    String model,
    String api,
    String apiHash,
    double speed,
    String part) {

  /** The embedded function runner: the same wherever it runs. */
  public static final String SANDBOX = "sandbox";

  /** All of the load, by one injector or by all of its shards together. */
  public static final String WHOLE = "whole";

  /** As a run's manifest tells it. */
  public static Identity of(RunManifest run) {
    return new Identity(
        run.simulation(),
        run.sandbox() ? SANDBOX : environment(run.target()),
        run.profileHash(),
        run.seed(),
        run.model(),
        run.api(),
        run.apiHash(),
        run.speed(),
        part(run.shards()));
  }

  /** Whether the target is our own. */
  @JsonIgnore
  public boolean isSandbox() {
    return environment.equals(SANDBOX);
  }

  /**
   * Why tasks of the two are not the same; empty when they are. The place they are sent to is not
   * asked here.
   */
  public List<String> differences(Identity other) {
    List<String> differences = new ArrayList<>();
    differ(differences, "simulation", simulation, other.simulation);
    differ(differences, "profile (users, duration, time scale)", profileHash, other.profileHash);
    differ(differences, "seed", seed, other.seed);
    differ(differences, "model", model, other.model);
    differ(differences, "binding", api + " " + apiHash, other.api + " " + other.apiHash);
    differ(differences, "speed", speed, other.speed);
    differ(differences, "part of the load", part, other.part);
    return differences;
  }

  /** Name of the baseline's file, without its ending. */
  String fileName() {
    return environment + "-" + profileHash.substring(0, Math.min(8, profileHash.length()));
  }

  private static String part(RunManifest.Shards shards) {
    return shards.present().size() == shards.of()
        ? WHOLE
        : "%s of %d".formatted(shards.present(), shards.of());
  }

  private static void differ(List<String> differences, String what, Object own, Object theirs) {
    if (!own.equals(theirs)) {
      differences.add("another %s: %s, the baseline has %s".formatted(what, own, theirs));
    }
  }

  /** Host and port, fit for the name of a file. */
  private static String environment(String target) {
    URI url = URI.create(target);
    String host = url.getHost() == null ? "unknown" : url.getHost();
    String port = url.getPort() < 0 ? "" : "-" + url.getPort();
    return (host + port).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "_");
  }
}
