package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.load.settings.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {

  /** What Linux has by default, but for a hard limit of 20,000 descriptors, 136 of them open. */
  private static final HostLimits HOST =
      new HostLimits(OptionalLong.of(20_000), 136, OptionalLong.of(28_232));

  private static List<String> warnings(int users, boolean shared, HostLimits host) {
    return new Limits(users, shared, 1).check(host);
  }

  private static String refusal(int users, HostLimits host) {
    return assertThrows(Refused.class, () -> warnings(users, false, host)).getMessage();
  }

  @Test
  void farFromEveryLimitNothingIsSaid() {
    assertEquals(List.of(), warnings(1_000, false, HOST));
    assertEquals(List.of(), warnings(15_000, true, HOST));
  }

  @Test
  void moreConnectionsThanDescriptorsAreRefused() {
    String message = refusal(19_801, HOST);
    assertTrue(
        message.startsWith(
            "19,801 users with connections of their own need 20,001 open files and sockets of this"
                + " process; the limit is 20,000"),
        message);
    assertTrue(message.contains("ulimit -n"), message);
    assertTrue(message.contains("-Dconnections=shared"), message);
  }

  @Test
  void asManyAsThereAreDescriptorsIsClose() {
    List<String> warnings = warnings(19_800, false, HOST);
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("close to the limit of 20,000"), warnings.get(0));
  }

  @Test
  void moreConnectionsThanLocalPortsAreRefused() {
    HostLimits manyFiles = new HostLimits(OptionalLong.of(1 << 20), 136, OptionalLong.of(28_232));
    String message = refusal(28_233, manyFiles);
    assertTrue(message.contains("28,233 local ports"), message);
    assertTrue(message.contains("ip_local_port_range"), message);
  }

  @Test
  void everyAddressOfTheTargetHasItsOwnPorts() {
    HostLimits manyFiles = new HostLimits(OptionalLong.of(1 << 20), 136, OptionalLong.of(28_232));
    assertEquals(List.of(), new Limits(40_000, false, 2).check(manyFiles));
  }

  @Test
  void sharedConnectionsAreNeverRefused() {
    List<String> warnings = warnings(50_000, true, HOST);
    assertEquals(2, warnings.size());
    assertTrue(warnings.get(0).contains("should the target stall"), warnings.get(0));
  }

  @Test
  void whatIsNotKnownIsNotChecked() {
    HostLimits unknown = new HostLimits(OptionalLong.empty(), 0, OptionalLong.empty());
    assertEquals(List.of(), warnings(1_000_000, false, unknown));
  }

  @Test
  void theRangeOfPortsIsReadAsLinuxWritesIt(@TempDir Path folder) throws IOException {
    Path range = folder.resolve("ip_local_port_range");
    assertEquals(OptionalLong.empty(), HostLimits.ports(range));
    Files.writeString(range, "32768\t60999\n");
    assertEquals(OptionalLong.of(28_232), HostLimits.ports(range));
    Files.writeString(range, "32768\n");
    assertEquals(OptionalLong.empty(), HostLimits.ports(range));
  }

  @Test
  void thisHostHasRoomForAFewUsers() {
    assertEquals(List.of(), warnings(1, false, HostLimits.ofThisProcess()));
  }
}
