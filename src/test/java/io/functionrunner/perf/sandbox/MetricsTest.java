package io.functionrunner.perf.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.workload.Modality;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsTest {
  private static final String TASK_LABELS = "quality template_id";
  private static final String GPU_LABELS = "UUID device gpu hostname modelName";

  /** The names and labels that the design lists for the function runner's own exporters. */
  @ParameterizedTest
  @CsvSource({
    "task_submitted_total, " + TASK_LABELS,
    "task_completed_total, " + TASK_LABELS,
    "task_errors_total, " + TASK_LABELS,
    "task_rejected_total, " + TASK_LABELS,
    "task_cancelled_total, " + TASK_LABELS,
    "task_submit_latency_seconds_count, " + TASK_LABELS,
    "task_submit_latency_seconds_bucket, le " + TASK_LABELS,
    "celery_queue_length, queue_name",
    "worker_pool_active_count, pool",
    "worker_pool_size, pool",
    "worker_pool_gpu_waiting, pool",
    "worker_cpu_usage_percent, pool",
    "celery_task_runtime_bucket, le name queue_name",
    "celery_task_queue_wait_time_bucket, le name queue_name",
    "DCGM_FI_DEV_GPU_UTIL, " + GPU_LABELS,
    "DCGM_FI_DEV_FB_USED, " + GPU_LABELS,
    "DCGM_FI_DEV_FB_FREE, " + GPU_LABELS,
    "DCGM_FI_DEV_POWER_USAGE, " + GPU_LABELS,
    "DCGM_FI_DEV_GPU_TEMP, " + GPU_LABELS,
    "sandbox_fault_active, fault"
  })
  void aMetricHasItsNameAndLabels(String name, String labels) {
    Set<Set<String>> found =
        busy().samples().stream()
            .filter(sample -> sample.name().equals(name))
            .map(sample -> sample.labels().keySet())
            .collect(Collectors.toSet());
    assertEquals(Set.of(Set.of(labels.split(" ", -1))), found);
  }

  @Test
  void countersAndGaugesSayWhatHappened() {
    Exposition scrape = busy();
    assertEquals(4, scrape.value("task_submitted_total"));
    assertEquals(1, scrape.value("task_completed_total"));
    assertEquals(1, scrape.value("task_errors_total"));
    assertEquals(1, scrape.value("task_rejected_total"));
    assertEquals(1, scrape.value("task_cancelled_total"));
    assertEquals(1, scrape.value("worker_pool_active_count", "pool", "video"));
    assertEquals(1, scrape.value("worker_pool_size", "pool", "video"));
    assertEquals(0, scrape.value("celery_queue_length", "queue_name", "video"));
    assertEquals(2, scrape.value("celery_task_runtime_count"));
    assertEquals(3, scrape.value("celery_task_queue_wait_time_count"));
    assertEquals(1, scrape.value("sandbox_fault_active", "fault", "error_rate"));
    assertEquals(0, scrape.value("sandbox_fault_active", "fault", "slowdown"));
  }

  @Test
  void gpuMetricsFollowTheTasksOnTheGpu() {
    VirtualRunner virtual = new VirtualRunner("gpus", "2");
    Exposition idle = Exposition.of(virtual.registry);
    for (int i = 0; i < 24; i++) {
      virtual.submit(Modality.VIDEO, i);
    }
    virtual.timeline.advanceSeconds(5);
    Exposition busy = Exposition.of(virtual.registry);
    assertEquals(0, idle.value("DCGM_FI_DEV_GPU_UTIL", "gpu", "0"));
    assertEquals(50, busy.value("DCGM_FI_DEV_GPU_UTIL", "gpu", "0"), 1e-9);
    assertEquals(50, busy.value("DCGM_FI_DEV_GPU_UTIL", "gpu", "1"), 1e-9);
    assertEquals(60, idle.value("DCGM_FI_DEV_POWER_USAGE", "gpu", "0"));
    assertEquals(230, busy.value("DCGM_FI_DEV_POWER_USAGE", "gpu", "0"), 1e-9);
    double used = busy.value("DCGM_FI_DEV_FB_USED", "gpu", "0");
    assertTrue(used > idle.value("DCGM_FI_DEV_FB_USED", "gpu", "0"));
    assertEquals(81_920, used + busy.value("DCGM_FI_DEV_FB_FREE", "gpu", "0"));
    double memory = busy.value("node_memory_MemAvailable_bytes");
    assertTrue(memory < idle.value("node_memory_MemAvailable_bytes"));
  }

  /** One task completed, one failed, one rejected, one cancelled, one running: all videos. */
  private static Exposition busy() {
    VirtualRunner virtual =
        new VirtualRunner("errorRate", "0.5", "workers", "video=1", "queueCapacity", "1");
    long succeeds = number(0, false);
    long fails = number(0, true);
    virtual.submit(Modality.VIDEO, succeeds);
    virtual.timeline.advanceSeconds(1_000);
    virtual.submit(Modality.VIDEO, fails);
    virtual.timeline.advanceSeconds(1_000);
    virtual.submit(Modality.VIDEO, succeeds);
    Task queued = virtual.submit(Modality.VIDEO, fails);
    virtual.runner.submit(VirtualRunner.submission(Modality.VIDEO, succeeds));
    virtual.runner.cancel(queued);
    virtual.metrics.submitAnswered(queued.submission, 1_000_000);
    return Exposition.of(virtual.registry);
  }

  /** The first number whose task fails, or does not, at an error rate of a half. */
  private static long number(long from, boolean fails) {
    double draw =
        VirtualRunner.submission(Modality.VIDEO, from).content().uniform(ContentHash.Draw.ERROR);
    return draw < 0.5 == fails ? from : number(from + 1, fails);
  }
}
