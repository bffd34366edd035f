package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.load.settings.Refused;
import io.functionrunner.perf.load.settings.Settings;
import io.functionrunner.perf.sandbox.SandboxChild;
import io.functionrunner.perf.sandbox.SandboxOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * What receives the load: the user's function runner, or the sandbox as a process of its own (it
 * must not share the injector's heap or event loops).
 *
 * @param speed by which the target runs faster than real time; 1 for a real one
 */
record Target(URI baseUrl, double speed, Optional<SandboxChild> sandbox) implements AutoCloseable {

  private static final Duration SANDBOX_START = Duration.ofSeconds(30);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  /** Starts the sandbox when no target is named. */
  static Target of(Settings settings, Path javaHome, String classPath) {
    if (settings.target().isPresent()) {
      return new Target(settings.target().get(), 1, Optional.empty());
    }
    SandboxOptions options;
    try {
      options = SandboxOptions.parse(settings.sandbox());
    } catch (IllegalArgumentException e) {
      throw new Refused("-Dsandbox." + e.getMessage());
    }
    SandboxChild child = start(settings, javaHome, classPath);
    return new Target(child.baseUrl(), options.speed(), Optional.of(child));
  }

  private static SandboxChild start(Settings settings, Path javaHome, String classPath) {
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin").resolve("java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-cp", classPath));
    command.addAll(List.of("io.functionrunner.perf.cli.Perf", "sandbox", "--until-stdin-closes"));
    settings.sandbox().forEach((name, value) -> command.add("--" + name + "=" + value));
    try {
      return SandboxChild.start(command, SANDBOX_START);
    } catch (IOException e) {
      throw new Refused("the sandbox did not start: " + e.getMessage());
    }
  }

  /**
   * Refuses a target that does not answer. Any HTTP answer will do: what lives at the base URL
   * itself is the API's business.
   *
   * @param tls of the binding; empty: the JDK's own
   */
  void reach(Optional<SSLContext> tls) {
    if (sandbox.isPresent()) {
      return;
    }
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(ANSWER);
    tls.ifPresent(client::sslContext);
    HttpRequest request = HttpRequest.newBuilder(baseUrl).timeout(ANSWER).GET().build();
    try {
      client.build().send(request, HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      throw new Refused(
          "-Dtarget=%s does not answer: %s. Expecting a function runner there before the load starts"
              .formatted(baseUrl, e.getMessage() == null ? e.getClass().getSimpleName() : e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused("interrupted while asking " + baseUrl);
    }
  }

  @Override
  public void close() {
    sandbox.ifPresent(SandboxChild::close);
  }
}
