package io.functionrunner.perf.injector;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;
import oshi.SystemInfo;
import oshi.software.os.InternetProtocolStats;

/** Open descriptors and connections. */
final class SocketSource implements HealthSource {

  private final LongSupplier descriptors;
  private final LongSupplier limit;
  private final LongSupplier established;

  /**
   * All of them negative when not known.
   *
   * @param established TCP connections of the host
   */
  SocketSource(LongSupplier descriptors, LongSupplier limit, LongSupplier established) {
    this.descriptors = descriptors;
    this.limit = limit;
    this.established = established;
  }

  static SocketSource ofThisProcess() {
    InternetProtocolStats tcp = new SystemInfo().getOperatingSystem().getInternetProtocolStats();
    LongSupplier connections =
        () ->
            tcp.getTCPv4Stats().getConnectionsEstablished()
                + tcp.getTCPv6Stats().getConnectionsEstablished();
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? new SocketSource(
            unix::getOpenFileDescriptorCount, unix::getMaxFileDescriptorCount, connections)
        : new SocketSource(() -> -1, () -> -1, connections);
  }

  @Override
  public void read(Duration elapsed, Points points) {
    add(points, InjectorMetric.DESCRIPTORS, descriptors.getAsLong());
    add(points, InjectorMetric.DESCRIPTOR_LIMIT, limit.getAsLong());
    add(points, InjectorMetric.TCP_ESTABLISHED, established.getAsLong());
  }

  private static void add(Points points, InjectorMetric metric, long value) {
    if (value >= 0) {
      points.add(metric, (double) value);
    }
  }
}
