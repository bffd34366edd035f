package io.functionrunner.perf.injector;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** CPU time of the process, and of all others. */
final class CpuSource implements HealthSource {

  private static final long UNKNOWN = -1;

  private final LongSupplier processNanos;
  private final DoubleSupplier systemShare;
  private final DoubleSupplier allowanceCores;
  private long beforeNanos = UNKNOWN;

  /**
   * @param processNanos CPU time of the process since its start; negative when not known
   * @param systemShare busy share since the last call; negative or NaN when not known
   * @param allowanceCores what the process may use
   */
  CpuSource(LongSupplier processNanos, DoubleSupplier systemShare, DoubleSupplier allowanceCores) {
    this.processNanos = processNanos;
    this.systemShare = systemShare;
    this.allowanceCores = allowanceCores;
  }

  static CpuSource ofThisProcess() {
    OperatingSystemMXBean os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new CpuSource(os::getProcessCpuTime, os::getCpuLoad, CpuAllowance.ofThisProcess());
  }

  @Override
  public void read(Duration elapsed, Points points) {
    double cores = allowanceCores.getAsDouble();
    long nanos = processNanos.getAsLong();
    double system = systemShare.getAsDouble();
    if (beforeNanos >= 0 && nanos >= beforeNanos) {
      double share = (nanos - beforeNanos) / (elapsed.toNanos() * cores);
      points.add(InjectorMetric.CPU_SHARE, share);
      points.add(InjectorMetric.CPU_ALLOWANCE, cores);
      if (system >= 0) {
        points.add(InjectorMetric.SYSTEM_CPU_SHARE, system);
      }
    }
    beforeNanos = nanos;
  }
}
