package io.functionrunner.perf.load.lifecycle;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What the host lets this process open.
 *
 * @param descriptors open files and sockets, at most; empty where the system has no such limit
 * @param openDescriptors those that are open before the load
 * @param ports local ports for outgoing connections to one address; empty when not known
 */
record HostLimits(OptionalLong descriptors, long openDescriptors, OptionalLong ports) {

  /** Those of this process. A JVM raises its soft limit of descriptors to the hard one. */
  static HostLimits ofThisProcess() {
    OptionalLong ports = ports(Path.of("/proc/sys/net/ipv4/ip_local_port_range"));
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? new HostLimits(
            OptionalLong.of(unix.getMaxFileDescriptorCount()),
            unix.getOpenFileDescriptorCount(),
            ports)
        : new HostLimits(OptionalLong.empty(), 0, ports);
  }

  /** Linux: the first and the last port, see ip(7). */
  static OptionalLong ports(Path range) {
    try {
      String[] words = Files.readString(range).strip().split("\\s+", -1);
      return OptionalLong.of(Long.parseLong(words[1]) - Long.parseLong(words[0]) + 1);
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return OptionalLong.empty();
    }
  }
}
