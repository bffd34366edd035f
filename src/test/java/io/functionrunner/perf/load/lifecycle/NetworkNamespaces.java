package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Hosts of their own on one machine: a network namespace each, wired to a bridge in the first one.
 * Needs root and iproute2. Gone with their interfaces when closed.
 */
final class NetworkNamespaces implements AutoCloseable {

  private static final String NETWORK = "10.250.77.";

  private final String prefix = "perf-" + ProcessHandle.current().pid() + "-";
  private final List<String> made = new ArrayList<>();

  /** Makes the first host, {@code 10.250.77.1}, and so many others behind it. */
  NetworkNamespaces(int others) throws IOException, InterruptedException {
    try {
      String first = host();
      in(first, "ip link set lo up");
      in(first, "ip link add bridge0 type bridge");
      in(first, "ip addr add " + NETWORK + "1/24 dev bridge0");
      in(first, "ip link set bridge0 up");
      for (int i = 1; i <= others; i++) {
        String name = host();
        in(name, "ip link set lo up");
        in(name, "ip link add eth0 type veth peer name port" + i + " netns " + first);
        in(name, "ip addr add " + NETWORK + (1 + i) + "/24 dev eth0");
        in(name, "ip link set eth0 up");
        in(first, "ip link set port" + i + " master bridge0 up");
      }
    } catch (IOException | InterruptedException | AssertionError e) {
      close();
      throw e;
    }
  }

  /** Address of the first host. */
  static String first() {
    return NETWORK + "1";
  }

  /** Command in front of one that is to run on a host; the first one is 0. */
  List<String> on(int host) {
    return List.of("ip", "netns", "exec", made.get(host));
  }

  private String host() throws IOException, InterruptedException {
    String name = prefix + made.size();
    made.add(name);
    run(List.of("ip", "netns", "add", name));
    return name;
  }

  private static void in(String host, String command) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", host));
    all.addAll(List.of(command.split(" ")));
    run(all);
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor(10, TimeUnit.SECONDS);
    assertEquals(0, process.exitValue(), () -> String.join(" ", command) + ": " + said);
  }

  @Override
  public void close() {
    for (String name : made) {
      try {
        new ProcessBuilder("ip", "netns", "delete", name)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor(10, TimeUnit.SECONDS);
      } catch (IOException e) {
        // Without ip none was made.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
