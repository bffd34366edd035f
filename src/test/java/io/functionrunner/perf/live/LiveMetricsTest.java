package io.functionrunner.perf.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.sandbox.Exposition;
import io.functionrunner.perf.workload.Modality;
import io.functionrunner.perf.workload.Quality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LiveMetricsTest {

  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());
  private static final int THREADS = 8;
  private static final int TASKS_A_THREAD = 20_000;

  private final LiveMetrics metrics = new LiveMetrics(LiveTask.MIX);

  private Exposition scrape() {
    return Exposition.of(metrics.registry());
  }

  private static double value(Exposition scrape, String name, Map<String, String> labels) {
    List<Exposition.Sample> found =
        scrape.samples().stream()
            .filter(s -> s.name().equals(name))
            .filter(s -> s.labels().entrySet().containsAll(labels.entrySet()))
            .toList();
    assertEquals(1, found.size(), name + labels + ": " + found);
    return found.get(0).value();
  }

  private static double sum(Exposition scrape, String name) {
    return scrape.samples().stream()
        .filter(s -> s.name().equals(name))
        .mapToDouble(Exposition.Sample::value)
        .sum();
  }

  @Test
  void tasksAreCountedAndTimedByTemplateAndQuality() {
    LiveTask draft = new LiveTask(Modality.IMAGE, Quality.DRAFT, 1_000);
    LiveTask text = new LiveTask(Modality.TEXT, Quality.STANDARD, 2_000);
    draft.submitted(metrics, 1_004);
    draft.accepted(metrics, 1_004, 1_024);
    draft.ended(metrics, 1_004, 4_004, Outcome.COMPLETED);
    draft.submitted(metrics, 1_000);
    text.submitted(metrics, 2_300);
    text.ended(metrics, 2_300, 2_340, Outcome.REJECTED);

    Exposition scrape = scrape();
    Map<String, String> drafts = Map.of("template_id", "image_generation_v1", "quality", "draft");
    Map<String, String> texts = Map.of("template_id", "text_generation_v1", "quality", "standard");
    assertEquals(2, value(scrape, "loadtest_tasks_submitted_total", drafts));
    assertEquals(1, value(scrape, "loadtest_tasks_submitted_total", texts));
    assertEquals(1, value(scrape, "loadtest_tasks_in_flight", drafts));
    assertEquals(0, value(scrape, "loadtest_tasks_in_flight", texts));
    assertEquals(
        1, value(scrape, "loadtest_tasks_ended_total", with(drafts, "outcome", "completed")));
    assertEquals(
        1, value(scrape, "loadtest_tasks_ended_total", with(texts, "outcome", "rejected")));
    assertEquals(2, sum(scrape, "loadtest_tasks_ended_total"));
    assertEquals(1, value(scrape, "loadtest_submit_duration_seconds_count", drafts));
    assertEquals(0.02, value(scrape, "loadtest_submit_duration_seconds_sum", drafts), 1e-12);
    assertEquals(0, value(scrape, "loadtest_submit_duration_seconds_count", texts));
    assertEquals(3, value(scrape, "loadtest_task_duration_seconds_sum", drafts), 1e-12);
    assertEquals(
        0, value(scrape, "loadtest_task_duration_seconds_bucket", with(drafts, "le", "2.5")));
    assertEquals(
        1, value(scrape, "loadtest_task_duration_seconds_bucket", with(drafts, "le", "5.0")));
    assertEquals(0.04, value(scrape, "loadtest_task_duration_seconds_sum", texts), 1e-12);
    assertEquals(3, scrape.value("loadtest_schedule_lag_seconds_count"));
    assertEquals(0.304, scrape.value("loadtest_schedule_lag_seconds_sum"), 1e-12);
  }

  private static Map<String, String> with(Map<String, String> labels, String name, String value) {
    Map<String, String> more = new HashMap<>(labels);
    more.put(name, value);
    return more;
  }

  /** So that the first error is a rise from 0, and no series of what the run never does. */
  @Test
  void everySeriesIsThereFromTheStartAndNoOther() {
    Exposition scrape = scrape();
    Set<String> pairs =
        scrape.samples().stream()
            .filter(s -> s.name().equals("loadtest_tasks_ended_total"))
            .map(s -> s.labels().get("template_id") + " " + s.labels().get("quality"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(
        Set.of(
            "image_generation_v1 draft", "image_generation_v1 high", "text_generation_v1 standard"),
        pairs);
    assertEquals(
        3L * OUTCOMES.size(),
        scrape.samples().stream()
            .filter(s -> s.name().equals("loadtest_tasks_ended_total"))
            .count());
    assertEquals(0, sum(scrape, "loadtest_tasks_ended_total"));
    assertTrue(
        scrape.samples().stream().allMatch(s -> s.name().startsWith("loadtest_")),
        "never added up with the server's");
  }

  @Test
  void noLabelHasAnIdOrTheWordsOfAServer() {
    LiveTask task = new LiveTask(Modality.IMAGE, Quality.HIGH, 0);
    task.submitted(metrics, 0);
    task.ended(metrics, 0, 1, Outcome.ERROR);
    Set<String> names =
        scrape().samples().stream()
            .flatMap(s -> s.labels().keySet().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of("le", "outcome", "quality", "template_id"), names);
    assertFalse(scrape().samples().toString().contains("own words"));
  }

  @Test
  void theRunItsPhaseAndMoreGauges() {
    AtomicReference<String> phase = new AtomicReference<>("steady");
    AtomicReference<Double> users = new AtomicReference<>(Double.NaN);
    metrics.run("baselinetest-1", manifest());
    metrics.phases(List.of("steady", "spike"), phase::get);
    metrics.gauge("loadtest_users_active", "Users.", users::get);

    Exposition first = scrape();
    Exposition.Sample info =
        first.samples().stream()
            .filter(s -> s.name().equals("loadtest_run_info"))
            .findFirst()
            .orElseThrow();
    assertEquals(
        Map.of(
            "run", "baselinetest-1",
            "simulation", "BaselineTest",
            "seed", "-5",
            "model", "closed-users",
            "api", "function-runner"),
        info.labels());
    assertEquals(1, first.value("loadtest_phase", "phase", "steady"));
    assertEquals(0, first.value("loadtest_phase", "phase", "spike"));
    assertTrue(first.samples().stream().noneMatch(s -> s.name().equals("loadtest_users_active")));

    phase.set("spike");
    users.set(12.0);
    assertEquals(0, scrape().value("loadtest_phase", "phase", "steady"));
    assertEquals(1, scrape().value("loadtest_phase", "phase", "spike"));
    assertEquals(12, scrape().value("loadtest_users_active"));
  }

  private static RunManifest manifest() {
    return new RunManifest(
        RunManifest.SCHEMA_VERSION,
        "BaselineTest",
        RunManifest.Status.RUNNING,
        null,
        0,
        null,
        -5,
        "closed-users",
        "http://secret.host.example:1",
        false,
        "function-runner",
        "hash",
        1,
        1,
        100,
        "hash",
        1000,
        0,
        List.of(),
        Map.of(),
        new RunManifest.Environment("os", "arch", 2, 1, "17", "print"),
        Map.of(),
        RunManifest.Shards.WHOLE);
  }

  @Test
  void manyThreadsLoseNothingAndAScrapeAmongThemIsNeverNegative() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Integer>> done = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        Callable<Integer> work = () -> tasks(go);
        done.add(threads.submit(work));
      }
      go.countDown();
      while (!done.stream().allMatch(Future::isDone)) {
        Exposition during = scrape();
        during.samples().stream()
            .filter(s -> s.name().equals("loadtest_tasks_in_flight"))
            .forEach(s -> assertTrue(s.value() >= 0 && s.value() <= THREADS, s.toString()));
      }
      for (Future<Integer> thread : done) {
        assertEquals(TASKS_A_THREAD, thread.get());
      }
    } finally {
      threads.shutdownNow();
    }
    Exposition after = scrape();
    double all = THREADS * TASKS_A_THREAD;
    assertEquals(all, sum(after, "loadtest_tasks_submitted_total"));
    assertEquals(all, sum(after, "loadtest_tasks_ended_total"));
    assertEquals(0, sum(after, "loadtest_tasks_in_flight"));
    assertEquals(all, sum(after, "loadtest_submit_duration_seconds_count"));
    assertEquals(all, sum(after, "loadtest_task_duration_seconds_count"));
    assertEquals(all, after.value("loadtest_schedule_lag_seconds_count"));
    for (Outcome outcome : Outcome.values()) {
      double expected = THREADS * (double) countOf(outcome);
      assertEquals(
          expected,
          after.samples().stream()
              .filter(s -> s.name().equals("loadtest_tasks_ended_total"))
              .filter(s -> s.labels().get("outcome").equals(outcome.id()))
              .mapToDouble(Exposition.Sample::value)
              .sum(),
          outcome.id());
    }
  }

  private static Outcome outcome(int task) {
    return OUTCOMES.get(task % OUTCOMES.size());
  }

  private static long countOf(Outcome outcome) {
    return IntStream.range(0, TASKS_A_THREAD).filter(task -> outcome(task) == outcome).count();
  }

  private int tasks(CountDownLatch go) throws InterruptedException {
    go.await();
    List<LiveTask> kinds =
        List.of(
            new LiveTask(Modality.IMAGE, Quality.DRAFT, 0),
            new LiveTask(Modality.IMAGE, Quality.HIGH, 0),
            new LiveTask(Modality.TEXT, Quality.STANDARD, 0));
    for (int i = 0; i < TASKS_A_THREAD; i++) {
      LiveTask task = kinds.get(i % kinds.size());
      task.submitted(metrics, i % 50);
      task.accepted(metrics, i % 50, i % 50 + i % 7);
      task.ended(metrics, i % 50, i % 50 + i % 3_000, outcome(i));
    }
    return TASKS_A_THREAD;
  }
}
