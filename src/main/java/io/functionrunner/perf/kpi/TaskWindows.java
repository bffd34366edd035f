package io.functionrunner.perf.kpi;

import io.functionrunner.perf.kpi.ClassTasks.Basis;
import io.functionrunner.perf.kpi.TaskWindow.Latency;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.stats.LogBuckets;
import io.functionrunner.perf.stats.MillisHistogram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Cuts a run into windows of equal, round length, for charts: from the load's start to the last
 * event of a task.
 *
 * <p>How long they are to be is known at the end. Until then the tasks are counted in bins, which
 * every length that is still possible is a multiple of; bins are joined as the run turns out longer
 * or their histograms outgrow the memory set aside for them.
 */
final class TaskWindows {

  /** More than a chart has room for is no use; fewer hide a short stall. */
  private static final int MOST = 300;

  private static final long SECOND = 1000;
  private static final long HOUR = 3600;
  private static final long[] ROUND = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, HOUR};

  /** What is counted of one window. */
  private static final class Bin {
    private long offered;
    private long completed;
    private long failed;
    private long rejected;
    private final Map<String, Long> errors = new TreeMap<>();
    private final Map<String, BasisTimes> times = new HashMap<>();

    private void addAll(Bin other) {
      offered += other.offered;
      completed += other.completed;
      failed += other.failed;
      rejected += other.rejected;
      other.errors.forEach((category, count) -> errors.merge(category, count, Long::sum));
      other.times.forEach(
          (modality, own) -> times.computeIfAbsent(modality, m -> new BasisTimes()).addAll(own));
    }
  }

  private final long startMillis;
  private List<Bin> bins = new ArrayList<>();

  /** The windows are at least this long. */
  private long widthMillis = SECOND;

  private final EqualWindows cut = new EqualWindows(SECOND);

  TaskWindows(long startMillis) {
    this.startMillis = startMillis;
  }

  void add(TaskRecord task) {
    at(task.submitMillis()).offered++;
    if (task.outcome() != null) {
      ended(at(task.endMillis()), task);
    }
  }

  /** Makes the windows longer, so that they take less memory; false if they are long already. */
  boolean widen() {
    boolean can = widthMillis < HOUR * SECOND;
    if (can) {
      lengthen(widthMillis(MOST * widthMillis + 1));
    }
    return can;
  }

  /** Bytes of heap that the histograms take. */
  long heapBytes() {
    return bins.stream()
        .flatMap(bin -> bin.times.values().stream())
        .mapToLong(BasisTimes::heapBytes)
        .sum();
  }

  /**
   * The smallest round width, in whole seconds, with which a run has at most {@value #MOST}: hours
   * double.
   */
  static long widthMillis(long durationMillis) {
    for (long seconds : ROUND) {
      if (durationMillis <= MOST * seconds * SECOND) {
        return seconds * SECOND;
      }
    }
    long hours = 2;
    while (durationMillis > MOST * hours * HOUR * SECOND) {
      hours *= 2;
    }
    return hours * HOUR * SECOND;
  }

  /** The windows; empty without tasks. */
  List<TaskWindow> toWindows(InFlight.Course inFlight) {
    List<TaskWindow> windows = new ArrayList<>();
    int binsEach = (int) (widthMillis / cut.widthMillis());
    Map<String, Basis> bases = bases();
    for (int i = 0; i < bins.size(); i += binsEach) {
      Bin sum = new Bin();
      bins.subList(i, Math.min(i + binsEach, bins.size())).forEach(sum::addAll);
      windows.add(window(sum, i * cut.widthMillis(), bases, inFlight));
    }
    return windows;
  }

  private void ended(Bin bin, TaskRecord task) {
    if (task.outcome() == Outcome.COMPLETED) {
      bin.completed++;
      BasisTimes times = bin.times.get(task.modality());
      if (times == null) {
        times = new BasisTimes();
        bin.times.put(task.modality(), times);
      }
      times.add(task, 0);
      return;
    }
    bin.errors.merge(ErrorCategory.of(task), 1L, Long::sum);
    if (task.outcome() == Outcome.REJECTED) {
      bin.rejected++;
    } else {
      bin.failed++;
    }
  }

  /** An event before the start, by a clock's correction, belongs to the first window. */
  private Bin at(long epochMillis) {
    long offset = Math.max(0, epochMillis - startMillis);
    if (offset >= MOST * widthMillis) {
      lengthen(widthMillis(offset + 1));
    }
    int index = cut.at(offset);
    while (bins.size() <= index) {
      bins.add(new Bin());
    }
    return bins.get(index);
  }

  private void lengthen(long newWidthMillis) {
    widthMillis = newWidthMillis;
    long newBinMillis = binMillis(newWidthMillis);
    int each = (int) (newBinMillis / cut.widthMillis());
    cut.resize(newBinMillis);
    List<Bin> joined = new ArrayList<>();
    for (int i = 0; i < bins.size(); i++) {
      if (i % each == 0) {
        joined.add(bins.get(i));
      } else {
        joined.get(i / each).addAll(bins.get(i));
      }
    }
    bins = joined;
  }

  /** The longest bin that all widths from this one on are multiples of. */
  private static long binMillis(long widthMillis) {
    long divisor = widthMillis;
    for (long seconds : ROUND) {
      divisor = seconds * SECOND > widthMillis ? gcd(divisor, seconds * SECOND) : divisor;
    }
    return divisor;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** One basis a modality, so that its curve does not jump between two. */
  private Map<String, Basis> bases() {
    Map<String, Basis> bases = new HashMap<>();
    for (Bin bin : bins) {
      bin.times.forEach(
          (modality, times) ->
              bases.merge(
                  modality, times.basis(), (a, b) -> a == Basis.SERVER ? b : Basis.OBSERVED));
    }
    return bases;
  }

  private TaskWindow window(
      Bin bin, long offset, Map<String, Basis> bases, InFlight.Course inFlight) {
    Map<String, Latency> latency = new TreeMap<>();
    Map<String, Map<Integer, Long>> buckets = new TreeMap<>();
    bin.times.forEach(
        (modality, times) -> {
          MillisHistogram histogram = times.toHistogram(bases.get(modality));
          latency.put(modality, Latency.of(histogram));
          buckets.put(modality, LogBuckets.counts(histogram));
        });
    return new TaskWindow(
        offset,
        offset + widthMillis,
        bin.offered,
        bin.completed,
        bin.failed,
        bin.rejected,
        inFlight.max(offset, offset + widthMillis),
        bin.errors,
        latency,
        buckets);
  }
}
