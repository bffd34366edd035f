package io.functionrunner.perf.kpi;

import static io.functionrunner.perf.kpi.Kpi.Direction.HIGHER;
import static io.functionrunner.perf.kpi.Kpi.Direction.LOWER;
import static io.functionrunner.perf.kpi.Kpi.Direction.NEITHER;

import io.functionrunner.perf.stats.MillisHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The KPIs that the tasks of a run give. */
public final class TaskKpis {

  private static final String NONE = "no task was submitted in a measured phase";
  private static final String NO_TASK = "no task was submitted";
  private static final String NO_SCHEDULE = "intended times are not recorded (no tasks.tsv)";
  private static final String NO_PENDING =
      "tasks.tsv does not tell when tasks were last seen unended";
  private static final String NO_SERVER_TIMES = "the API does not tell when tasks started or ended";

  /** A part of the time of completed tasks; {@code missing} says why there is none. */
  private record Part(
      String id,
      String title,
      String formula,
      String missing,
      Function<ClassTasks, MillisHistogram> times) {}

  private static final List<Part> PARTS =
      List.of(
          new Part(
              "queue",
              "queue",
              "created to started, by the server",
              NO_SERVER_TIMES,
              ClassTasks::queue),
          new Part(
              "run",
              "run",
              "started to completed, by the server",
              NO_SERVER_TIMES,
              ClassTasks::run),
          new Part(
              "detection",
              "detection",
              "completed by the server to seen by a poll; too short by the time an answer takes",
              NO_SERVER_TIMES,
              ClassTasks::detection),
          new Part(
              "detectionBound",
              "detection, at most,",
              "from the sending of the last request that found the task unended to the poll that saw"
                  + " its end: the most that detection can be, whatever the API tells",
              NO_PENDING,
              ClassTasks::detectionBound));

  private final TaskSummary tasks;
  private final List<Reading> readings = new ArrayList<>();

  private TaskKpis(TaskSummary tasks) {
    this.tasks = tasks;
  }

  /**
   * All of them, those without a value too.
   *
   * @param planned tasks in the whole schedule, where it is known
   */
  public static List<Reading> of(TaskSummary tasks, OptionalLong planned) {
    TaskKpis kpis = new TaskKpis(tasks);
    kpis.rates();
    kpis.concurrency();
    kpis.schedule(planned);
    tasks.classes().forEach(kpis::times);
    kpis.split();
    return kpis.readings;
  }

  private void rates() {
    double seconds = tasks.timeline().measuredMillis() / 1000.0;
    long submitted = tasks.measured().submitted();
    add(
        new Kpi(
            "throughput",
            "Throughput",
            "tasks/s",
            HIGHER,
            "tasks that completed while measured phases went on / length of those phases",
            false),
        seconds > 0 ? KpiValue.of(tasks.completions() / seconds) : KpiValue.missing(NONE));
    add(
        new Kpi(
            "offered",
            "Offered load",
            "tasks/s",
            NEITHER,
            "tasks submitted in measured phases / length of those phases",
            false),
        seconds > 0 ? KpiValue.of(submitted / seconds) : KpiValue.missing(NONE));
    share(
        new Kpi(
            "completedShare",
            "Completed of offered",
            "share",
            HIGHER,
            "of the tasks submitted in measured phases, those that completed, whenever that was",
            true),
        tasks.measured().completed());
    share(
        new Kpi(
            "errorRate",
            "Error rate",
            "share",
            LOWER,
            "of the tasks submitted in measured phases, those that failed, were cancelled, were"
                + " lost, could not be submitted or timed out; rejections are not errors",
            true),
        tasks.failures());
    share(
        new Kpi(
            "rejectionRate",
            "Rejection rate",
            "share",
            LOWER,
            "of the tasks submitted in measured phases, those refused for load for good",
            false),
        tasks.measured().rejected());
  }

  private void concurrency() {
    boolean none = tasks.timeline().measuredMillis() == 0;
    add(
        new Kpi(
            "inFlight.max",
            "Most tasks in flight",
            "tasks",
            NEITHER,
            "the most tasks submitted and not yet seen to end, at one time of a measured phase",
            false),
        none ? KpiValue.missing(NONE) : KpiValue.of(tasks.maxInFlight()));
    add(
        new Kpi(
            "inFlight.mean",
            "Average in flight",
            "tasks",
            NEITHER,
            "time average of the tasks in flight over the measured phases",
            false),
        none ? KpiValue.missing(NONE) : KpiValue.of(tasks.averageInFlight()));
    add(
        new Kpi(
            "drain",
            "Drain time",
            "s",
            LOWER,
            "from the last submission to the end of the last task",
            false),
        tasks
            .drainMillis()
            .map(millis -> KpiValue.of(millis / 1000.0))
            .orElse(
                KpiValue.missing(
                    tasks.conservation().submitted() == 0
                        ? NO_TASK
                        : "tasks were still in flight when the run ended")));
  }

  private void schedule(OptionalLong planned) {
    Kpi share =
        new Kpi(
            "plannedShare",
            "Submitted of planned",
            "share",
            HIGHER,
            "tasks submitted in the whole run / tasks in the schedule",
            false);
    add(
        share,
        planned.isPresent() && planned.getAsLong() > 0
            ? KpiValue.of((double) tasks.conservation().submitted() / planned.getAsLong())
            : KpiValue.missing("the plan is not recorded (no run.json)"));
    Function<String, Kpi> lag =
        which ->
            new Kpi(
                "lag." + which,
                "Schedule lag " + which,
                "ms",
                LOWER,
                which + " of actual minus intended submission; it measures the injector",
                false);
    MillisHistogram lags = tasks.lag();
    add(lag.apply("p50"), Quantiles.reading(lags, .5, NO_SCHEDULE));
    add(lag.apply("p99"), Quantiles.reading(lags, .99, NO_SCHEDULE));
    add(lag.apply("max"), lags.isEmpty() ? KpiValue.missing(NO_SCHEDULE) : KpiValue.of(lags.max()));
  }

  private void times(ClassTasks own) {
    String id = "task." + own.taskClass().id();
    String title = "Task " + own.taskClass().title();
    String none = "no task of this kind completed";
    Quantiles.NAMES.forEach(
        (name, p) -> {
          add(
              new Kpi(
                  id + "." + name,
                  title + " " + name,
                  "ms",
                  LOWER,
                  name + " of completed tasks, submission to completion " + own.basis().words(),
                  true),
              Quantiles.reading(own.fromSubmit().all(), p, none));
          add(
              new Kpi(
                  id + ".intended." + name,
                  title + " " + name + " from intended time",
                  "ms",
                  LOWER,
                  name + " of completed tasks, intended submission to completion",
                  false),
              Quantiles.reading(
                  own.fromIntended(), p, own.fromSubmit().all().isEmpty() ? none : NO_SCHEDULE));
        });
  }

  private void split() {
    Map<String, List<ClassTasks>> byModality =
        tasks.classes().stream()
            .collect(
                Collectors.groupingBy(
                    c -> c.taskClass().modality(), TreeMap::new, Collectors.toList()));
    byModality.forEach((modality, own) -> PARTS.forEach(part -> part(modality, part, own)));
  }

  private void part(String modality, Part part, List<ClassTasks> own) {
    MillisHistogram times =
        own.stream().map(part.times).reduce(MillisHistogram.EMPTY, MillisHistogram::plus);
    Map.of("p50", .5, "p95", .95).entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            q ->
                add(
                    new Kpi(
                        "task." + modality + "." + part.id + "." + q.getKey(),
                        "Task " + modality + " " + part.title + " " + q.getKey(),
                        "ms",
                        LOWER,
                        q.getKey() + " of completed tasks, " + part.formula,
                        false),
                    Quantiles.reading(times, q.getValue(), part.missing)));
  }

  private void share(Kpi kpi, long hits) {
    add(kpi, Quantiles.share(hits, tasks.measured().submitted(), NONE));
  }

  private void add(Kpi kpi, KpiValue value) {
    readings.add(new Reading(kpi, value));
  }
}
