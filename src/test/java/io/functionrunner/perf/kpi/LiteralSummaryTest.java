package io.functionrunner.perf.kpi;

import static io.functionrunner.perf.kpi.Tasks.START;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.TaskRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One pass in bounded memory comes to what a list of all tasks does, to the last bit. */
class LiteralSummaryTest {

  private static final List<String> REASONS = List.of("", "oom", "http_5xx: no worker", "odd one");

  @ParameterizedTest(name = "{0} ms")
  // Windows of 1, 2, 5, 10 s: each width is reached over those before it.
  @CsvSource({"9000, 1000", "400000, 2000", "900000, 5000", "2000000, 10000"})
  void agreesOnRandomTasks(int lengthMillis, long windowMillis) {
    Timeline timeline =
        new Timeline(
            START,
            List.of(
                new Phase("ramp", Phase.Kind.RAMP, 0, lengthMillis / 10),
                new Phase("steady", Phase.Kind.STEADY, lengthMillis / 10, lengthMillis / 2),
                new Phase("spike", Phase.Kind.SPIKE, lengthMillis / 2, lengthMillis * 9L / 10)));
    for (int seed = 0; seed < 3; seed++) {
      List<TaskRecord> tasks = tasks(seed, lengthMillis, true);
      TaskStatistics statistics = new TaskStatistics(timeline);
      tasks.forEach(statistics::add);
      TaskSummary summary = statistics.summary(timeline);
      assertEquals(new LiteralSummary(tasks, timeline).summary(), summary);
      assertEquals(windowMillis, summary.windows().get(0).endMillis());
    }
  }

  /** Of a run without a manifest the end is known last: only its batches are cut otherwise. */
  @Test
  void agreesOnRunOfUnknownLength() {
    List<TaskRecord> tasks = tasks(7, 60_000, false);
    TaskStatistics statistics = new TaskStatistics(Timeline.open(START));
    tasks.forEach(statistics::add);
    long end = tasks.stream().mapToLong(TaskRecord::endMillis).max().orElseThrow();
    Timeline whole = Timeline.whole(START, end);
    TaskSummary summary = statistics.summary(whole);
    TaskSummary literal = new LiteralSummary(tasks, whole).summary();
    // 60 s and a little: batches of 2,048 ms.
    assertEquals(30, summary.failed().get(0).size());
    assertEquals(withoutBatches(literal), withoutBatches(summary));
    for (ClassTasks own : summary.classes()) {
      assertEquals(own.fromSubmit(), BatchedTimes.of(own.fromSubmit().batches()));
    }
  }

  private static TaskSummary withoutBatches(TaskSummary s) {
    return new TaskSummary(
        s.timeline(),
        s.conservation(),
        s.phases(),
        s.measured(),
        s.outcomes(),
        s.classes().stream().map(LiteralSummaryTest::withoutBatches).toList(),
        s.lag(),
        s.completions(),
        s.maxInFlight(),
        s.averageInFlight(),
        s.drainMillis(),
        List.of(),
        List.of(),
        s.errors(),
        s.checks(),
        s.refusals(),
        s.clock(),
        s.windows());
  }

  private static ClassTasks withoutBatches(ClassTasks own) {
    return new ClassTasks(
        own.taskClass(),
        own.counts(),
        own.basis(),
        new BatchedTimes(own.fromSubmit().all(), List.of()),
        own.fromIntended(),
        own.observed(),
        own.queue(),
        own.run(),
        own.detection(),
        own.detectionBound());
  }

  /** In no order; one modality has the server's times, one partly, one never. */
  private static List<TaskRecord> tasks(int seed, int lengthMillis, boolean inFlight) {
    SplittableRandom random = new SplittableRandom(seed);
    Outcome[] outcomes = Outcome.values();
    List<TaskRecord> tasks = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      long submit = START + random.nextInt(lengthMillis);
      long accepted = submit + random.nextInt(50);
      long end = accepted + random.nextInt(3_000);
      int modality = random.nextInt(3);
      boolean served = modality == 0 || (modality == 1 && i > 100);
      long created = served ? accepted + 3_600_000 - random.nextInt(20) : TaskRecord.ABSENT;
      Outcome outcome =
          random.nextInt(3) > 0 ? Outcome.COMPLETED : outcomes[random.nextInt(outcomes.length)];
      boolean ended = !inFlight || random.nextInt(20) > 0;
      tasks.add(
          new TaskRecord(
              i,
              0,
              List.of("audio", "image", "text").get(modality),
              random.nextBoolean() ? "draft" : "high",
              random.nextInt(10) == 0 ? TaskRecord.ABSENT : submit - random.nextInt(30),
              submit,
              accepted,
              ended ? outcome : null,
              ended ? end : TaskRecord.ABSENT,
              ended && random.nextInt(4) > 0
                  ? submit + random.nextInt((int) (end - submit) + 1)
                  : TaskRecord.ABSENT,
              created,
              served && random.nextInt(10) > 0 ? created + (end - accepted) / 3 : TaskRecord.ABSENT,
              served ? created + (end - accepted) * 2 / 3 : TaskRecord.ABSENT,
              random.nextInt(5),
              random.nextInt(2),
              ended && outcome != Outcome.COMPLETED
                  ? REASONS.get(random.nextInt(REASONS.size()))
                  : ""));
    }
    return tasks;
  }
}
