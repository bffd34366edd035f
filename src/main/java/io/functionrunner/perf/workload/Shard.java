package io.functionrunner.perf.workload;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of several injectors runs which users: of {@code of} injectors number {@code index} (from
 * 1) runs every {@code of}-th user. Users keep their global numbers, and so their seeds: all
 * injectors together submit exactly the tasks that one would, and every one of them has its part of
 * each cohort, be it a ramp, a spike or a step.
 */
public record Shard(int index, int of) {

  /** All users. */
  public static final Shard WHOLE = new Shard(1, 1);

  private static final int MAX = 10_000;

  private static final Pattern TEXT = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

  public Shard {
    if (of < 1 || of > MAX || index < 1 || index > of) {
      throw new IllegalArgumentException(
          "injector %d of %d. Expecting 1 <= injector <= injectors <= %d"
              .formatted(index, of, MAX));
    }
  }

  /** Of {@code 2/5}. */
  public static Shard parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not of the form 2/5");
    }
    return new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** Whether it is all there is. */
  public boolean whole() {
    return of == 1;
  }

  /** Global number of this injector's user {@code local}; both from 0. */
  long global(long local) {
    return local * of + index - 1;
  }

  /** How many of the users with global numbers below {@code end} are this injector's. */
  int below(long end) {
    return (int) ((end + of - index) / of);
  }

  @Override
  public String toString() {
    return index + "/" + of;
  }
}
