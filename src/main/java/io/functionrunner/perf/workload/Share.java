package io.functionrunner.perf.workload;

/**
 * What one injector runs of a profile. Its users are numbered from 0 in the order in which they
 * come; their schedules are those of the whole.
 */
public record Share(Profile profile, Shard shard) {

  /** The whole profile. */
  public static Share whole(Profile profile) {
    return new Share(profile, Shard.WHOLE);
  }

  public int users() {
    return shard.below(profile.users());
  }

  /** Users of the profile's cohort {@code cohort}, from 0. */
  public int users(int cohort) {
    long first = 0;
    for (Cohort before : profile.cohorts().subList(0, cohort)) {
      first += before.users();
    }
    return shard.below(first + profile.cohorts().get(cohort).users()) - shard.below(first);
  }

  /** The most users at one time, give or take one a cohort. */
  public int peakUsers() {
    return (profile.peakUsers() + shard.of() - 1) / shard.of();
  }

  /** Users at {@code millis} since the load's start, give or take one. */
  public int usersAt(long millis) {
    return (profile.usersAt(millis) + shard.of() - 1) / shard.of();
  }

  /** The schedule of this injector's user {@code local}. */
  public UserSchedule schedule(long seed, long local) {
    return profile.schedule(seed, shard.global(local));
  }

  /** Tasks in all schedules. */
  public long tasks(long seed) {
    long tasks = 0;
    for (int user = 0; user < users(); user++) {
      UserSchedule schedule = schedule(seed, user);
      while (schedule.hasNext()) {
        schedule.next();
        tasks++;
      }
    }
    return tasks;
  }
}
