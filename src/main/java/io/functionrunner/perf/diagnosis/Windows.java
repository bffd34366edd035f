package io.functionrunner.perf.diagnosis;

import java.util.ArrayList;
import java.util.List;

/** Windows of a run's tasks, put together until each has enough of them to say something. */
final class Windows {

  private static final double FEWEST_TASKS = 20;

  private Windows() {}

  /**
   * Neighbours together; what is left over at the end says too little.
   *
   * @param perWindow tasks in one, on average
   */
  static <T> List<List<T>> grouped(List<T> windows, double perWindow) {
    int size = (int) Math.max(1, Math.ceil(FEWEST_TASKS / Math.max(perWindow, 1e-9)));
    List<List<T>> groups = new ArrayList<>();
    for (int i = 0; i + size <= windows.size(); i += size) {
      groups.add(windows.subList(i, i + size));
    }
    return groups;
  }
}
