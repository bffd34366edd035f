package io.functionrunner.perf.injector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

/**
 * How many cores' worth of time the process may use: the processors it may run on, or less when a
 * cgroup (a container's limit, a systemd CPUQuota) sets a quota. The JVM itself rounds a quota up
 * to whole processors: at 1.2 it sees 2, and its own "process CPU load" ends at 60 %.
 *
 * @param processors of the JVM's view, which heeds affinity
 * @param process its folder in the proc file system, {@code /proc/self}
 * @param cgroups where control groups are mounted, {@code /sys/fs/cgroup}
 */
record CpuAllowance(IntSupplier processors, Path process, Path cgroups) implements DoubleSupplier {

  private static final double NO_QUOTA = Double.POSITIVE_INFINITY;

  /** Of this JVM. Where there are no control groups it is the processors. */
  static CpuAllowance ofThisProcess() {
    return new CpuAllowance(
        () -> Runtime.getRuntime().availableProcessors(),
        Path.of("/proc/self"),
        Path.of("/sys/fs/cgroup"));
  }

  /** In cores, as it is now: a quota may change while the process runs. */
  @Override
  public double getAsDouble() {
    double cores = processors.getAsInt();
    for (String line : lines(process.resolve("cgroup"))) {
      // hierarchy-ID:controller-list:path, see cgroups(7); the unified hierarchy has no list.
      String[] parts = line.split(":", 3);
      if (parts.length == 3 && parts[1].isEmpty()) {
        cores = Math.min(cores, smallest(cgroups, parts[2], CpuAllowance::unified));
      } else if (parts.length == 3 && Arrays.asList(parts[1].split(",")).contains("cpu")) {
        cores = Math.min(cores, smallest(cgroups.resolve("cpu"), parts[2], CpuAllowance::legacy));
        cores =
            Math.min(cores, smallest(cgroups.resolve(parts[1]), parts[2], CpuAllowance::legacy));
      }
    }
    return cores;
  }

  private interface Quota {
    double of(Path group) throws IOException;
  }

  /**
   * A group's quota binds all below it: so the smallest on the way up. In a container the path may
   * be the host's, and only the mount's root is there.
   */
  private static double smallest(Path mount, String path, Quota quota) {
    double smallest = NO_QUOTA;
    Path group = mount.resolve(path.replaceFirst("^/+", "")).normalize();
    while (group != null && group.startsWith(mount)) {
      try {
        smallest = Math.min(smallest, quota.of(group));
      } catch (IOException | NumberFormatException e) {
        // No such group, or one without a quota: the root never has one.
      }
      group = group.getParent();
    }
    return smallest;
  }

  /** cgroup v2: {@code cpu.max} holds quota and period in microseconds, or "max". */
  private static double unified(Path group) throws IOException {
    String[] words = Files.readString(group.resolve("cpu.max")).strip().split("\\s+", -1);
    return words[0].equals("max") || words.length < 2 ? NO_QUOTA : cores(words[0], words[1]);
  }

  /** cgroup v1: a quota below 0 is none. */
  private static double legacy(Path group) throws IOException {
    return cores(
        Files.readString(group.resolve("cpu.cfs_quota_us")).strip(),
        Files.readString(group.resolve("cpu.cfs_period_us")).strip());
  }

  private static double cores(String quota, String period) {
    long quotaMicros = Long.parseLong(quota);
    long periodMicros = Long.parseLong(period);
    return quotaMicros > 0 && periodMicros > 0 ? (double) quotaMicros / periodMicros : NO_QUOTA;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of(); // Not Linux.
    }
  }
}
