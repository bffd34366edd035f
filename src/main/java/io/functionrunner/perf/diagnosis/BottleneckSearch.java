package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.diagnosis.Finding.Severity;
import io.functionrunner.perf.diagnosis.Finding.Span;
import io.functionrunner.perf.diagnosis.ResourceUse.Role;
import io.functionrunner.perf.diagnosis.Station.Kind;
import io.functionrunner.perf.kpi.ClassTasks;
import io.functionrunner.perf.kpi.TaskSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Finds the resource that limits, by the utilisation law and the queue in front of it (Denning and
 * Buzen 1978; Gregg's USE method: utilisation, saturation, errors). A station whose servers are all
 * taken by tasks that wait for a later station is not the cause: the last saturated one is.
 */
final class BottleneckSearch {

  /** A station that works less than this, without those who only wait, is not the limit. */
  private static final double WORKING = 0.9;

  /** Share of the time from which on a queue is more than a busy moment. */
  private static final double LASTING = 0.1;

  private static final double OFTEN = 0.5;

  /** Tasks, and share of the servers: a queue that grew by less is none to speak of. */
  private static final double FEWEST_GROWN = 10;

  private static final double GROWN_SHARE = 0.2;

  /** Share of the tasks that were refused for good. */
  private static final double REFUSED = 0.01;

  private static final double FULL_QUEUE = 0.95;

  private final Observed run;
  private final Optional<Finding> injector;
  private final Map<Station, Saturation> stations = new LinkedHashMap<>();
  private final List<ResourceUse> uses = new ArrayList<>();
  private final List<Bottleneck> bottlenecks = new ArrayList<>();

  /** What was found: every resource, and those that limit, the gravest first. */
  record Result(List<ResourceUse> resources, List<Bottleneck> bottlenecks) {}

  private BottleneckSearch(Observed run, Optional<Finding> injector) {
    this.run = run;
    this.injector = injector;
    Stations.of(run).forEach(s -> stations.put(s, Saturation.of(s, run)));
  }

  /**
   * @param injector what is wrong with it, when it was at a limit of its own
   */
  static Result of(Observed run, Optional<Finding> injector) {
    BottleneckSearch search = new BottleneckSearch(run, injector);
    search.injector();
    search.stations();
    search.fullQueues();
    search.bottlenecks.sort(
        Comparator.comparing(Bottleneck::severity)
            .reversed()
            .thenComparing(b -> !b.kind().equals("injector"))
            .thenComparing(b -> b.window().map(Span::startMillis).orElse(0L)));
    return new Result(List.copyOf(search.uses), List.copyOf(search.bottlenecks));
  }

  private void injector() {
    injector.ifPresent(
        f ->
            bottlenecks.add(
                new Bottleneck(
                    "injector",
                    "",
                    "the injector",
                    Severity.CRITICAL,
                    f.title() + ": " + f.evidence(),
                    f.window())));
  }

  private void stations() {
    Rates rates = new Rates(run);
    stations.forEach(
        (station, saturation) -> {
          ResourceUse use = ResourceUse.of(station, saturation, run, rates);
          double working = use.utilisation() - blocked(station) / Math.max(1, use.servers());
          Role role = role(station, saturation, working);
          uses.add(use.as(role, working));
          if (role == Role.BOTTLENECK || role == Role.AT_TIMES) {
            judge(station, saturation, uses.get(uses.size() - 1));
          }
        });
  }

  private Role role(Station station, Saturation saturation, double working) {
    if (saturation.share() < LASTING && saturation.spikeShare() < LASTING) {
      return Role.FREE;
    }
    boolean later =
        stations.entrySet().stream()
            .filter(e -> e.getKey().kind().compareTo(station.kind()) > 0)
            .filter(e -> e.getKey().waiting().isPresent())
            .anyMatch(e -> e.getValue().share() >= LASTING || e.getValue().spikeShare() >= LASTING);
    if (later && working < WORKING) {
      return Role.BLOCKED;
    }
    return critical(station, saturation) ? Role.BOTTLENECK : Role.AT_TIMES;
  }

  /** Saturated in measured phases other than a spike, with a queue that grew and did not drain. */
  private static boolean critical(Station station, Saturation saturation) {
    double servers = station.servers().mean().orElse(0);
    return station.waiting().isPresent()
        && saturation.share() >= LASTING
        && saturation.growth() >= Math.max(FEWEST_GROWN, GROWN_SHARE * servers)
        && !saturation.drained();
  }

  private void judge(Station station, Saturation saturation, ResourceUse use) {
    Severity severity =
        use.role() == Role.BOTTLENECK
            ? Severity.CRITICAL
            : saturation.share() >= OFTEN || (saturation.share() >= LASTING && !use.drained())
                ? Severity.WARNING
                : Severity.INFO;
    bottlenecks.add(
        new Bottleneck(
            use.kind(),
            use.name(),
            use.title(),
            severity,
            Sentences.evidence(use, station.waiting().isPresent()),
            use.saturated()));
  }

  /** Servers that are taken by tasks waiting for a later station, on average. */
  private double blocked(Station station) {
    if (station.kind() != Kind.POOL) {
      return 0;
    }
    double gpu = Stations.blockedByGpu(run, station.name()).mean(run.measured()).orElse(0);
    double waitingForStage =
        stations.keySet().stream()
            .filter(s -> s.kind() == Kind.STAGE)
            .flatMap(s -> s.waiting().stream())
            .mapToDouble(w -> w.mean(run.measured()).orElse(0))
            .sum();
    double own = station.busy().mean(run.measured()).orElse(0);
    double all =
        stations.keySet().stream()
            .filter(s -> s.kind() == Kind.POOL)
            .mapToDouble(s -> s.busy().mean(run.measured()).orElse(0))
            .sum();
    return gpu + (all > 0 ? waitingForStage * own / all : 0);
  }

  /**
   * A queue that refuses tasks. Where its workers are saturated all the time they are the cause;
   * where they are not, the queue is too short for what comes at once.
   */
  private void fullQueues() {
    if (run.tasks().isEmpty()) {
      return;
    }
    TaskSummary tasks = run.tasks().get();
    if (tasks.refusals() == 0) {
      return;
    }
    boolean explained = bottlenecks.stream().anyMatch(b -> b.severity() == Severity.CRITICAL);
    double share = (double) tasks.measured().rejected() / Math.max(1, tasks.measured().submitted());
    Severity severity =
        explained ? Severity.WARNING : share >= REFUSED ? Severity.CRITICAL : Severity.WARNING;
    String name = fullest();
    Optional<Points> queue = Optional.ofNullable(Stations.queues(run).get(name));
    bottlenecks.add(
        new Bottleneck(
            "queue",
            name,
            name.isEmpty() ? "a full queue" : name + " queue",
            severity,
            Sentences.fullQueue(
                tasks,
                queue.map(q -> q.mean(run.measured())).orElse(OptionalDouble.empty()),
                queue.map(Points::max).orElse(OptionalDouble.empty())),
            queue.flatMap(BottleneckSearch::full)));
  }

  /** The modality that lost most tasks to refusals; else the one whose queue was the longest. */
  private String fullest() {
    Map<String, Long> rejected = new LinkedHashMap<>();
    for (ClassTasks own : run.tasks().orElseThrow().classes()) {
      rejected.merge(own.taskClass().modality(), own.counts().rejected(), Long::sum);
    }
    return rejected.entrySet().stream()
        .filter(e -> e.getValue() > 0)
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElseGet(
            () ->
                Stations.queues(run).entrySet().stream()
                    .max(Comparator.comparingDouble(e -> e.getValue().max().orElse(0)))
                    .map(Map.Entry::getKey)
                    .orElse(""));
  }

  private static Optional<Span> full(Points queue) {
    double peak = queue.max().orElse(0);
    long first = -1;
    long last = -1;
    for (int i = 0; i < queue.size(); i++) {
      if (peak > 0 && queue.values()[i] >= FULL_QUEUE * peak) {
        first = first < 0 ? queue.millis()[i] : first;
        last = queue.millis()[i];
      }
    }
    return first < 0 ? Optional.empty() : Optional.of(new Span(first, last));
  }
}
