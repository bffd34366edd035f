package io.functionrunner.perf.kpi;

import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.TaskRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Accumulates a {@link Pace}, in memory that does not grow with the tasks: windows are a second
 * long, and double whenever there would be more than {@value #MOST}.
 */
final class PaceStatistics {

  private static final int MOST = 600;

  /** A foreign log may call anything a task: classes beyond these are left out. */
  private static final int MAX_CLASSES = 200;

  /** Share of tasks without times of the server that makes no difference. */
  private static final double UNTOLD = 0.005;

  /** Of one class in one window: how many, sum of ln(time), sum of its squares. */
  private static final class Sums {
    private long count;
    private double sum;
    private double squares;

    private void addAll(Sums other) {
      count += other.count;
      sum += other.sum;
      squares += other.squares;
    }

    /** The same of ln(time) less {@code centre}. */
    private void addCentred(Sums other, double centre) {
      count += other.count;
      sum += other.sum - other.count * centre;
      squares += other.squares - 2 * centre * other.sum + other.count * centre * centre;
    }

    private Pace.Times times() {
      double mean = sum / count;
      double left = Math.max(0, squares - count * mean * mean);
      return new Pace.Times(count, mean, count < 2 ? 0 : Math.sqrt(left / (count - 1)));
    }
  }

  private final Timeline timeline;

  /** By modality and quality. */
  private final Map<String, Map<String, List<Sums>>> classes = new HashMap<>();

  private int classCount;
  private final EqualWindows cut = new EqualWindows(1000);
  private long onServerMillis;
  private long told;
  private long untold;

  /**
   * @param timeline if it is open, the average on the server is not known
   */
  PaceStatistics(Timeline timeline) {
    this.timeline = timeline;
  }

  void add(TaskRecord task) {
    onServer(task);
    if (task.outcome() != Outcome.COMPLETED) {
      return;
    }
    Map<String, List<Sums>> own = classes.get(task.modality());
    List<Sums> windows = own == null ? null : own.get(task.quality());
    if (windows == null) {
      if (classCount >= MAX_CLASSES) {
        return;
      }
      windows = first(task.modality(), task.quality());
    }
    long offset = Math.max(0, task.endMillis() - timeline.startMillis());
    while (offset >= MOST * cut.widthMillis()) {
      cut.resize(2 * cut.widthMillis());
      classes.values().forEach(m -> m.values().forEach(PaceStatistics::halve));
    }
    int index = cut.at(offset);
    while (windows.size() <= index) {
      windows.add(new Sums());
    }
    int millis = TaskTimes.servedTimes(task) ? TaskTimes.completed(task) : TaskTimes.observed(task);
    double log = Math.log(Math.max(1, millis));
    Sums sums = windows.get(index);
    sums.count++;
    sums.sum += log;
    sums.squares += log * log;
  }

  private List<Sums> first(String modality, String quality) {
    classCount++;
    List<Sums> windows = new ArrayList<>();
    classes.computeIfAbsent(modality, m -> new HashMap<>()).put(quality, windows);
    return windows;
  }

  private static void halve(List<Sums> windows) {
    List<Sums> joined = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      if (i % 2 == 0) {
        joined.add(windows.get(i));
      } else {
        joined.get(i / 2).addAll(windows.get(i));
      }
    }
    windows.clear();
    windows.addAll(joined);
  }

  /** Of a task's times there only the length is by the server's clock: it ends before we see it. */
  private void onServer(TaskRecord task) {
    if (TaskTimes.onServer(task)) {
      told++;
      long start = task.acceptedMillis() - timeline.startMillis();
      long end = start + task.completedMillis() - task.createdMillis();
      for (Phase phase : timeline.measuredPhases()) {
        onServerMillis +=
            Math.max(0, Math.min(end, phase.endMillis()) - Math.max(start, phase.startMillis()));
      }
    } else if (task.outcome() != Outcome.REJECTED) {
      untold++;
    }
  }

  Pace toPace() {
    // In the order of the classes: the same tasks give the same digits in every JVM.
    Map<TaskClass, List<Sums>> sorted = new TreeMap<>();
    classes.forEach(
        (modality, own) ->
            own.forEach((quality, all) -> sorted.put(new TaskClass(modality, quality), all)));
    int count = sorted.values().stream().mapToInt(List::size).max().orElse(0);
    List<Pace.Window> windows = new ArrayList<>();
    Map<TaskClass, Double> centres = new TreeMap<>();
    sorted.forEach(
        (own, all) -> {
          Sums total = new Sums();
          all.forEach(total::addAll);
          centres.put(own, total.sum / total.count);
        });
    long widthMillis = cut.widthMillis();
    for (int i = 0; i < count; i++) {
      windows.add(
          new Pace.Window(i * widthMillis, (i + 1) * widthMillis, window(i, sorted, centres)));
    }
    boolean known = !timeline.isOpen() && told > 0 && untold <= UNTOLD * (told + untold);
    return new Pace(
        windows,
        known && timeline.measuredMillis() > 0
            ? OptionalDouble.of((double) onServerMillis / timeline.measuredMillis())
            : OptionalDouble.empty());
  }

  private static Map<String, Pace.Times> window(
      int index, Map<TaskClass, List<Sums>> sorted, Map<TaskClass, Double> centres) {
    Map<String, Sums> byModality = new TreeMap<>();
    sorted.forEach(
        (own, all) -> {
          if (index < all.size() && all.get(index).count > 0) {
            byModality
                .computeIfAbsent(own.modality(), m -> new Sums())
                .addCentred(all.get(index), centres.get(own));
          }
        });
    Map<String, Pace.Times> times = new TreeMap<>();
    byModality.forEach((modality, sums) -> times.put(modality, sums.times()));
    return times;
  }
}
