package io.functionrunner.perf.injector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** File contents as cgroups(7), cgroup-v2.rst and sched-bwc.rst of the Linux kernel have them. */
class CpuAllowanceTest {

  @TempDir Path root;

  private double cores(int processors) {
    return new CpuAllowance(() -> processors, root.resolve("proc"), root.resolve("cgroup"))
        .getAsDouble();
  }

  private void file(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  @Test
  void withoutControlGroupsItIsTheProcessors() {
    assertEquals(8, cores(8));
  }

  @Test
  void aContainersQuotaIsAtTheRootOfItsMount() throws IOException {
    file("proc/cgroup", "0::/\n");
    file("cgroup/cpu.max", "150000 100000\n");
    assertEquals(1.5, cores(2));
  }

  @Test
  void maxIsNoQuota() throws IOException {
    file("proc/cgroup", "0::/user.slice/session-3.scope\n");
    file("cgroup/user.slice/session-3.scope/cpu.max", "max 100000\n");
    assertEquals(4, cores(4));
  }

  @Test
  void theSmallestQuotaOnTheWayUpBinds() throws IOException {
    file("proc/cgroup", "0::/system.slice/perf.service\n");
    file("cgroup/system.slice/perf.service/cpu.max", "300000 100000\n");
    file("cgroup/system.slice/cpu.max", "50000 200000\n");
    assertEquals(.25, cores(4));
  }

  @Test
  void aQuotaAboveTheProcessorsDoesNotAddAny() throws IOException {
    file("proc/cgroup", "0::/\n");
    file("cgroup/cpu.max", "1600000 100000\n");
    assertEquals(2, cores(2));
  }

  @Test
  void theFirstVersionHasAHierarchyOfItsOwn() throws IOException {
    file("proc/cgroup", "4:memory:/docker/abc\n3:cpu,cpuacct:/docker/abc\n0::/\n");
    file("cgroup/cpu,cpuacct/docker/abc/cpu.cfs_quota_us", "70000\n");
    file("cgroup/cpu,cpuacct/docker/abc/cpu.cfs_period_us", "100000\n");
    assertEquals(.7, cores(2));
  }

  @Test
  void theFirstVersionSaysMinusOneWithoutAQuota() throws IOException {
    file("proc/cgroup", "1:cpu:/\n");
    file("cgroup/cpu/cpu.cfs_quota_us", "-1\n");
    file("cgroup/cpu/cpu.cfs_period_us", "100000\n");
    assertEquals(2, cores(2));
  }

  @Test
  void aGroupOutsideTheMountAndDamagedFilesAreNoQuota() throws IOException {
    file("proc/cgroup", "0::/../../elsewhere\nnonsense\n1:cpu:/\n");
    file("elsewhere/cpu.max", "1000 100000\n");
    file("cgroup/cpu/cpu.cfs_quota_us", "many\n");
    assertEquals(2, cores(2));
  }

  @Test
  void thisProcessMayUseSomething() {
    double cores = CpuAllowance.ofThisProcess().getAsDouble();
    assertTrue(cores > 0 && cores <= Runtime.getRuntime().availableProcessors(), cores + " cores");
  }
}
