package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.diagnosis.Signal.Bad;
import io.functionrunner.perf.kpi.TaskWindow;
import io.functionrunner.perf.stats.RobustSpread;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the client counted, as signals: throughput, offered load and errors. */
final class TaskSignals {

  private final Observed run;
  private final List<Signal> all = new ArrayList<>();

  private TaskSignals(Observed run) {
    this.run = run;
  }

  /** In windows wide enough that chance does not hide what there is. */
  static List<Signal> of(Observed run, List<TaskWindow> windows) {
    TaskSignals signals = new TaskSignals(run);
    double seconds = windows.isEmpty() ? 1 : length(windows.get(0));
    double perWindow = Math.max(1e-9, run.offeredPerSecond() * seconds);
    List<List<TaskWindow>> wide = Windows.grouped(windows, perWindow);
    signals.add(
        "throughput", "throughput", "tasks/s", wide, Bad.DOWN, TaskSignals::completedPerSecond);
    signals.add("offered load", "load", "tasks/s", wide, Bad.EITHER, TaskSignals::offeredPerSecond);
    signals.errors(wide);
    return signals.all;
  }

  private void add(
      String name,
      String group,
      String unit,
      List<List<TaskWindow>> windows,
      Bad bad,
      ToDoubleFunction<List<TaskWindow>> value) {
    Points points = points(windows, value);
    double seconds = windows.isEmpty() ? 1 : length(windows.get(0));
    Points measured = run.measured(points);
    double rate = measured.isEmpty() ? 0 : RobustSpread.median(measured.values());
    double floor = Math.sqrt(Math.max(rate, 1 / seconds) / seconds);
    all.add(new Signal(name, group, unit, points, points, floor, true, bad));
  }

  private void errors(List<List<TaskWindow>> windows) {
    Points share = points(windows, TaskSignals::errorShare);
    Points measured = run.measured(share);
    double usual = measured.isEmpty() ? 0 : RobustSpread.median(measured.values());
    Points judged =
        points(
            windows,
            w -> {
              double n = ended(w);
              return n == 0
                  ? 0
                  : (failed(w) - n * usual) / Math.sqrt(Math.max(1, n * usual * (1 - usual)));
            });
    all.add(new Signal("error share", "errors", "share", share, judged, 1, true, Bad.UP));
  }

  private static Points points(
      List<List<TaskWindow>> windows, ToDoubleFunction<List<TaskWindow>> value) {
    return new Points(
        windows.stream()
            .mapToLong(w -> (w.get(0).startMillis() + w.get(w.size() - 1).endMillis()) / 2)
            .toArray(),
        windows.stream().mapToDouble(value).toArray());
  }

  private static double length(TaskWindow window) {
    return (window.endMillis() - window.startMillis()) / 1000.0;
  }

  private static double length(List<TaskWindow> windows) {
    return windows.stream().mapToDouble(TaskSignals::length).sum();
  }

  private static double completedPerSecond(List<TaskWindow> windows) {
    return windows.stream().mapToLong(TaskWindow::completed).sum() / length(windows);
  }

  private static double offeredPerSecond(List<TaskWindow> windows) {
    return windows.stream().mapToLong(TaskWindow::offered).sum() / length(windows);
  }

  private static double failed(List<TaskWindow> windows) {
    return windows.stream().mapToLong(w -> w.failed() + w.rejected()).sum();
  }

  private static double ended(List<TaskWindow> windows) {
    return windows.stream().mapToLong(w -> w.completed() + w.failed() + w.rejected()).sum();
  }

  private static double errorShare(List<TaskWindow> windows) {
    return ended(windows) == 0 ? 0 : failed(windows) / ended(windows);
  }
}
