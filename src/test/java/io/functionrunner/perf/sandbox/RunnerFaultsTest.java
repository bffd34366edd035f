package io.functionrunner.perf.sandbox;

import static io.functionrunner.perf.sandbox.VirtualRunner.queuedSeconds;
import static io.functionrunner.perf.sandbox.VirtualRunner.ranSeconds;
import static io.functionrunner.perf.sandbox.VirtualRunner.seconds;
import static io.functionrunner.perf.sandbox.VirtualRunner.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.sandbox.TaskState.Status;
import io.functionrunner.perf.workload.Modality;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Planted faults of the runner, each by its effect and by its metrics. */
class RunnerFaultsTest {
  private static final double ROUNDING_SECONDS = 1e-8;

  @Test
  void aStallOfTheWorkersAddsItsLengthToWhatRunsAndStartsNothing() {
    VirtualRunner virtual = new VirtualRunner("stallWorkers", "15s@2s");
    Task running = virtual.submit(Modality.IMAGE, 1);
    virtual.timeline.advanceSeconds(3);
    Task duringStall = virtual.submit(Modality.TEXT, 2);
    virtual.timeline.advanceSeconds(1);
    assertEquals(Status.QUEUED, status(duringStall));
    assertEquals(1, active(virtual, "stall_workers"));
    virtual.timeline.advanceSeconds(300);
    assertEquals(seconds(running) + 15, ranSeconds(running), ROUNDING_SECONDS);
    assertEquals(14, queuedSeconds(duringStall), ROUNDING_SECONDS);
    assertEquals(0, active(virtual, "stall_workers"));
  }

  @Test
  void aTaskCancelledInAStallLeavesNothingBehind() {
    VirtualRunner virtual = new VirtualRunner("stallWorkers", "15s@2s", "workers", "image=1");
    Task running = virtual.submit(Modality.IMAGE, 1);
    virtual.timeline.advanceSeconds(3);
    assertTrue(virtual.runner.cancel(running));
    Task next = virtual.submit(Modality.IMAGE, 2);
    virtual.timeline.advanceSeconds(300);
    assertEquals(14, queuedSeconds(next), ROUNDING_SECONDS);
    assertEquals(seconds(next), ranSeconds(next), ROUNDING_SECONDS);
  }

  @Test
  void workersAndGpusDoNothingInAStall() {
    VirtualRunner virtual = new VirtualRunner("stallWorkers", "100s@100s", "workers", "100");
    for (int i = 0; i < 24; i++) {
      virtual.submit(Modality.VIDEO, i);
    }
    virtual.timeline.advanceSeconds(1);
    assertEquals(24, metric(virtual, "worker_cpu_usage_percent", "pool", "video"), 1e-9);
    assertEquals(12.5, metric(virtual, "DCGM_FI_DEV_GPU_UTIL", "gpu", "0"), 1e-9);
    virtual.timeline.advanceSeconds(150);
    assertEquals(0, metric(virtual, "worker_cpu_usage_percent", "pool", "video"), 1e-9);
    assertEquals(0, metric(virtual, "DCGM_FI_DEV_GPU_UTIL", "gpu", "0"), 1e-9);
  }

  @Test
  void throttledGpusSlowOnlyWhatRunsOnThemAndOnlyMeanwhile() {
    VirtualRunner virtual = new VirtualRunner("gpuThrottle", "6s@1s*3");
    Task image = virtual.submit(Modality.IMAGE, 1);
    Task audio = virtual.submit(Modality.AUDIO, 2);
    virtual.timeline.advanceSeconds(2);
    assertEquals(470, metric(virtual, "DCGM_FI_DEV_SM_CLOCK", "gpu", "0"), 1e-9);
    virtual.timeline.advanceSeconds(300);
    // Six seconds at a third of the speed: four are lost.
    assertEquals(seconds(image) + 4, ranSeconds(image), ROUNDING_SECONDS);
    assertEquals(seconds(audio), ranSeconds(audio), ROUNDING_SECONDS);
    assertEquals(1_410, metric(virtual, "DCGM_FI_DEV_SM_CLOCK", "gpu", "0"), 1e-9);
  }

  @Test
  void jitterMultipliesByALognormalFactorInItsWindow() {
    VirtualRunner virtual = new VirtualRunner("latencyJitter", "10s@5s*0.8", "workers", "10000");
    Task before = virtual.submit(Modality.TEXT, 1);
    virtual.timeline.advanceSeconds(6);
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      tasks.add(virtual.submit(Modality.TEXT, 100 + i));
    }
    virtual.timeline.advanceSeconds(1_000);
    assertEquals(seconds(before), ranSeconds(before), ROUNDING_SECONDS);
    double squares = 0;
    for (Task task : tasks) {
      squares += Math.pow(Math.log(ranSeconds(task) / seconds(task)), 2);
    }
    // Five standard errors of a standard deviation, σ / sqrt(2 n).
    assertEquals(0.8, Math.sqrt(squares / 5_000), 5 * 0.8 / Math.sqrt(10_000));
    assertEquals(5_000, effects(virtual, "latency_jitter"));
  }

  @Test
  void anErrorBurstFailsItsShareOfWhatEndsInIt() {
    VirtualRunner virtual = new VirtualRunner("errorBurst", "60s@100s*0.5", "workers", "10000");
    virtual.submit(Modality.TEXT, 0);
    virtual.timeline.advanceSeconds(101);
    for (int i = 1; i <= 2_000; i++) {
      virtual.submit(Modality.TEXT, i);
    }
    virtual.timeline.advanceSeconds(50);
    long failed = virtual.runner.counters().failed();
    assertEquals(1_000, (double) failed, 4 * Math.sqrt(500));
    assertEquals((double) failed, effects(virtual, "error_burst"));
    virtual.timeline.advanceSeconds(50);
    for (int i = 1; i <= 2_000; i++) {
      virtual.submit(Modality.TEXT, i);
    }
    virtual.timeline.advanceSeconds(100);
    assertEquals(failed, virtual.runner.counters().failed(), "the burst is over");
  }

  @Test
  void aLeakTakesMemoryWithEveryTaskThatEnds() {
    VirtualRunner virtual = new VirtualRunner("memoryLeak", "8");
    double before = metric(virtual, "node_memory_MemAvailable_bytes");
    for (int i = 0; i < 10; i++) {
      virtual.submit(Modality.TEXT, i);
    }
    virtual.timeline.advanceSeconds(100);
    assertEquals(before - 80 * 1024 * 1024, metric(virtual, "node_memory_MemAvailable_bytes"));
  }

  @Test
  void theSlowStageHoldsTheWorkerButNotTheGpu() {
    VirtualRunner virtual = new VirtualRunner("slowStage", "1000");
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      tasks.add(virtual.submit(Modality.IMAGE, i));
    }
    virtual.timeline.advanceSeconds(500);
    assertEquals(8, metric(virtual, "shared_stage_active"));
    assertEquals(2, metric(virtual, "shared_stage_waiting"));
    assertEquals(10, metric(virtual, "worker_pool_active_count", "pool", "image"));
    assertEquals(1_024, metric(virtual, "DCGM_FI_DEV_FB_USED", "gpu", "0"), "the GPU is free");
    virtual.timeline.advanceSeconds(2_000);
    assertEquals(10, virtual.runner.counters().succeeded());
    assertTrue(tasks.stream().allMatch(task -> ranSeconds(task) > 1_000));
  }

  @Test
  void aTaskCancelledInTheSlowStageMakesRoomForTheNext() {
    VirtualRunner virtual = new VirtualRunner("slowStage", "1000");
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      tasks.add(virtual.submit(Modality.IMAGE, i));
    }
    virtual.timeline.advanceSeconds(500);
    tasks.forEach(virtual.runner::cancel);
    assertEquals(0, metric(virtual, "shared_stage_active"));
    assertEquals(0, metric(virtual, "shared_stage_waiting"));
    assertEquals(10, virtual.runner.counters().cancelled());
  }

  private static double active(VirtualRunner virtual, String fault) {
    return metric(virtual, "sandbox_fault_active", "fault", fault);
  }

  private static double effects(VirtualRunner virtual, String fault) {
    return metric(virtual, "sandbox_fault_effects_total", "fault", fault);
  }

  private static double metric(VirtualRunner virtual, String name, String... label) {
    return Exposition.of(virtual.registry).value(name, label);
  }
}
