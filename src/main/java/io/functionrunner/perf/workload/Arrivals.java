package io.functionrunner.perf.workload;

import java.util.Comparator;
import java.util.Iterator;
import java.util.PriorityQueue;

/**
 * The tasks of all users in the order of their intended submission: the open model's view of the
 * same load. A sum of independent Poisson processes is a Poisson process whose rate is the sum of
 * theirs, so these are Poisson arrivals at the rate of the users active at that time. Holds one
 * schedule a user, not the tasks.
 */
public final class Arrivals implements Iterator<PlannedTask> {

  private final PriorityQueue<UserSchedule> users =
      new PriorityQueue<>(
          Comparator.<UserSchedule>comparingLong(user -> user.peek().offsetMillis())
              .thenComparingLong(user -> user.peek().user()));

  public Arrivals(Share share, long seed) {
    for (int user = 0; user < share.users(); user++) {
      enqueue(share.schedule(seed, user));
    }
  }

  /**
   * How many come in each of {@code slots} equal parts of the load.
   *
   * @return one count a slot; their sum is the number of tasks
   */
  public static int[] perSlot(Share share, long seed, int slots) {
    int[] counts = new int[slots];
    Arrivals arrivals = new Arrivals(share, seed);
    long duration = share.profile().durationMillis();
    while (arrivals.hasNext()) {
      counts[(int) (arrivals.next().offsetMillis() * slots / duration)]++;
    }
    return counts;
  }

  @Override
  public boolean hasNext() {
    return !users.isEmpty();
  }

  @Override
  public PlannedTask next() {
    UserSchedule first = users.remove();
    PlannedTask task = first.next();
    enqueue(first);
    return task;
  }

  private void enqueue(UserSchedule schedule) {
    if (schedule.hasNext()) {
      users.add(schedule);
    }
  }
}
