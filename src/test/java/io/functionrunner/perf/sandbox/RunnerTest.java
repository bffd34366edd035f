package io.functionrunner.perf.sandbox;

import static io.functionrunner.perf.sandbox.VirtualRunner.queuedSeconds;
import static io.functionrunner.perf.sandbox.VirtualRunner.ranSeconds;
import static io.functionrunner.perf.sandbox.VirtualRunner.seconds;
import static io.functionrunner.perf.sandbox.VirtualRunner.status;
import static io.functionrunner.perf.sandbox.VirtualRunner.submission;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.sandbox.Runner.Admission;
import io.functionrunner.perf.sandbox.TaskState.Status;
import io.functionrunner.perf.workload.Modality;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunnerTest {
  /** Timers are due at whole nanoseconds. */
  private static final double ROUNDING_SECONDS = 1e-8;

  @Test
  void aTaskRunsForItsServiceTimeAndIsThenSucceeded() {
    VirtualRunner virtual = new VirtualRunner();
    Task task = virtual.submit(Modality.TEXT, 1);
    virtual.timeline.advanceSeconds(seconds(task) - 0.001);
    assertEquals(Status.RUNNING, status(task));
    virtual.timeline.advanceSeconds(0.002);
    assertEquals(Status.SUCCEEDED, status(task));
    assertEquals(seconds(task), ranSeconds(task), ROUNDING_SECONDS);
  }

  @Test
  void speedDividesAndSlowdownMultipliesServiceTimes() {
    VirtualRunner virtual = new VirtualRunner("speed", "10", "slowdown", "1.2");
    Task task = virtual.submit(Modality.IMAGE, 1);
    virtual.timeline.advanceSeconds(100);
    assertEquals(seconds(task) * 1.2 / 10, ranSeconds(task), ROUNDING_SECONDS);
  }

  @Test
  void oneWorkerServesInOrderOfArrival() {
    VirtualRunner virtual = new VirtualRunner("workers", "text=1");
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      tasks.add(virtual.submit(Modality.TEXT, i));
    }
    virtual.timeline.advanceSeconds(500);
    double earlier = 0;
    for (Task task : tasks) {
      assertEquals(earlier, queuedSeconds(task), ROUNDING_SECONDS);
      earlier += seconds(task);
    }
  }

  @Test
  void aFullQueueRefusesItsModalityAlone() {
    VirtualRunner virtual = new VirtualRunner("workers", "text=1", "queueCapacity", "2");
    for (int i = 0; i < 3; i++) {
      virtual.submit(Modality.TEXT, i);
    }
    Admission.Full full =
        assertInstanceOf(Admission.Full.class, virtual.runner.submit(submission(Modality.TEXT, 3)));
    // A tenth of two places at one task per 6.3 s, in whole seconds.
    assertEquals(2, full.retryAfterSeconds());
    virtual.submit(Modality.AUDIO, 4);
    virtual.timeline.advanceSeconds(100);
    virtual.submit(Modality.TEXT, 5);
    assertEquals(1, virtual.runner.counters().rejected());
  }

  @Test
  void cancellingAQueuedTaskTakesItOutOfTheQueue() {
    VirtualRunner virtual = new VirtualRunner("workers", "text=1");
    Task running = virtual.submit(Modality.TEXT, 1);
    Task queued = virtual.submit(Modality.TEXT, 2);
    Task last = virtual.submit(Modality.TEXT, 3);
    assertTrue(virtual.runner.cancel(queued));
    assertEquals(Status.CANCELLED, status(queued));
    virtual.timeline.advanceSeconds(100);
    assertEquals(seconds(running), queuedSeconds(last), ROUNDING_SECONDS);
    assertEquals(Status.CANCELLED, status(queued));
  }

  @Test
  void cancellingARunningTaskFreesItsWorkerAndItsGpuAtOnce() {
    VirtualRunner virtual = new VirtualRunner("workers", "image=1", "gpus", "1");
    Task running = virtual.submit(Modality.IMAGE, 1);
    Task next = virtual.submit(Modality.IMAGE, 2);
    virtual.timeline.advanceSeconds(1);
    assertTrue(virtual.runner.cancel(running));
    assertEquals(Status.RUNNING, status(next));
    virtual.timeline.advanceSeconds(200);
    assertEquals(seconds(next), ranSeconds(next), ROUNDING_SECONDS);
    assertFalse(virtual.runner.cancel(next), "it has ended");
    assertEquals(0, virtual.runner.view().gpus().get(0).occupancy());
    assertEquals(0, virtual.runner.view().pools().get(Modality.IMAGE).active());
  }

  @Test
  void workersWithoutAGpuWaitForOneAndKeepTheirTask() {
    VirtualRunner virtual = new VirtualRunner("workers", "30", "gpus", "1");
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      tasks.add(virtual.submit(i % 2 == 0 ? Modality.IMAGE : Modality.VIDEO, i));
    }
    virtual.submit(Modality.TEXT, 100);
    virtual.submit(Modality.AUDIO, 101);
    RunnerView view = virtual.runner.view();
    int waiting =
        view.pools().get(Modality.IMAGE).waitingForGpu()
            + view.pools().get(Modality.VIDEO).waitingForGpu();
    assertEquals(30 - Runner.TASKS_PER_GPU, waiting);
    assertEquals(15, view.pools().get(Modality.IMAGE).active());
    assertEquals(1, view.gpus().get(0).occupancy());
    assertEquals(0, view.pools().get(Modality.TEXT).waitingForGpu());
    virtual.timeline.advanceSeconds(1_000);
    assertTrue(ranSeconds(tasks.get(29)) > seconds(tasks.get(29)), "its wait is in its run time");
    assertEquals(32, virtual.runner.counters().succeeded());
  }

  @Test
  void gpuTasksGoToTheLeastOccupiedGpu() {
    VirtualRunner virtual = new VirtualRunner("gpus", "4");
    for (int i = 0; i < 8; i++) {
      virtual.submit(Modality.IMAGE, i);
    }
    for (RunnerView.Gpu gpu : virtual.runner.view().gpus()) {
      assertEquals(2.0 / Runner.TASKS_PER_GPU, gpu.occupancy());
    }
  }

  @Test
  void theSameContentFailsAndIsLostInEverySandbox() {
    List<List<Status>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      VirtualRunner virtual = new VirtualRunner("errorRate", "0.05", "workers", "20000");
      List<Task> tasks = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        tasks.add(virtual.submit(Modality.TEXT, i));
      }
      virtual.timeline.advanceSeconds(1_000);
      runs.add(tasks.stream().map(VirtualRunner::status).toList());
    }
    assertEquals(runs.get(0), runs.get(1));
    assertTrue(runs.get(0).contains(Status.FAILED));
  }

  @Test
  void countersAddUpAndRatesAreThoseAskedFor() {
    VirtualRunner virtual =
        new VirtualRunner(
            "errorRate", "0.05", "lostRate", "0.02", "workers", "2000", "queueCapacity", "7000");
    for (int i = 0; i < 10_000; i++) {
      virtual.runner.submit(submission(Modality.TEXT, i));
    }
    virtual.runner.invalid();
    virtual.timeline.advanceSeconds(3);
    SandboxCounters counters = virtual.runner.counters();
    assertEquals(10_001, counters.received());
    assertEquals(1, counters.invalid());
    assertTrue(counters.rejected() > 0 && counters.inFlight() > 0, counters.toString());
    virtual.timeline.advanceSeconds(1_000);
    SandboxCounters last = virtual.runner.counters();
    assertEquals(0, last.inFlight());
    // Both tolerances are four standard deviations of the binomial count.
    double accepted = last.accepted();
    assertEquals(0.02 * accepted, (double) last.lost(), 4 * Math.sqrt(accepted * 0.0196));
    double ended = last.succeeded() + last.failed();
    assertEquals(0.05 * ended, (double) last.failed(), 4 * Math.sqrt(ended * 0.0475));
  }

  @Test
  void aLostTaskIsAcceptedAndThenUnknown() {
    VirtualRunner virtual = new VirtualRunner("lostRate", "1");
    Task task = virtual.submit(Modality.TEXT, 1);
    assertTrue(virtual.runner.find(task.id).isEmpty());
    assertEquals(1, virtual.runner.counters().lost());
    assertEquals(0, virtual.runner.view().pools().get(Modality.TEXT).active());
  }

  @Test
  void onlyTheLastFinishedTasksAreRemembered() {
    VirtualRunner virtual = new VirtualRunner("speed", "10000", "workers", "100000");
    Task first = virtual.submit(Modality.TEXT, 0);
    virtual.timeline.advanceSeconds(1);
    for (int i = 1; i < Runner.REMEMBERED_TASKS; i++) {
      virtual.submit(Modality.TEXT, i);
    }
    virtual.timeline.advanceSeconds(1);
    assertTrue(virtual.runner.find(first.id).isPresent());
    Task last = virtual.submit(Modality.TEXT, -1);
    virtual.timeline.advanceSeconds(1);
    assertTrue(virtual.runner.find(first.id).isEmpty());
    assertTrue(virtual.runner.find(last.id).isPresent());
  }
}
