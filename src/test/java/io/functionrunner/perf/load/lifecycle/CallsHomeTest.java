package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatling.commons.util.LatestGatlingRelease$;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gatling's version check, with everything that leaves the JVM sent to a proxy that listens. */
class CallsHomeTest {

  /** What Gatling does at its start. */
  static final class VersionCheck {

    private VersionCheck() {}

    public static void main(String[] args) {
      System.out.println(LatestGatlingRelease$.MODULE$.load());
    }
  }

  @TempDir Path home;

  @Test
  void theVersionCheckStaysAtHome() throws Exception {
    assertTrue(asksOutside(), "without our preferences it asks: so this test can fail");
    assertEquals(
        false,
        asksOutside("-Djava.util.prefs.PreferencesFactory=" + InMemoryPreferences.class.getName()));
  }

  private boolean asksOutside(String... options) throws Exception {
    try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Boolean> asked = CompletableFuture.supplyAsync(() -> accepts(proxy));
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of(options));
      command.add("-Djava.util.prefs.userRoot=" + home);
      command.add("-Dhttps.proxyHost=127.0.0.1");
      command.add("-Dhttps.proxyPort=" + proxy.getLocalPort());
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add(VersionCheck.class.getName());
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("output.txt").toFile())
              .start();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      return outcome(asked);
    }
  }

  private static boolean outcome(CompletableFuture<Boolean> asked)
      throws InterruptedException, ExecutionException {
    try {
      // The process is gone: what it sent has arrived.
      return asked.get(100, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return false;
    }
  }

  private static boolean accepts(ServerSocket proxy) {
    try (Socket socket = proxy.accept()) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
