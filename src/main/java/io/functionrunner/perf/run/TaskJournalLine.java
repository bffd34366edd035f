package io.functionrunner.perf.run;

/**
 * Times in a line of {@code tasks.tsv}, without taking the line apart: what a merge of journals has
 * to know. The format is described at {@link TaskJournal}.
 */
public final class TaskJournalLine {

  /** Fields from 0: of S intended and submitted, of A accepted, of E ended. */
  private static final int SUBMITTED = 6;

  private static final int INTENDED = 5;
  private static final int ACCEPTED = 3;
  private static final int ENDED = 4;

  /** Of E; lines of earlier versions end before it. */
  static final int PENDING = 11;

  private TaskJournalLine() {}

  /**
   * When the event was, by the injector's clock.
   *
   * @throws IllegalArgumentException if the line is no event of a task
   */
  public static long atMillis(String line) {
    int start = field(line, lastTime(line));
    return Long.parseLong(line, start, end(line, start), 10);
  }

  /**
   * The same event by a clock that is {@code millis} ahead. Times by the server's clock stay, and
   * so do those that are not known.
   */
  public static String shifted(String line, long millis) {
    if (millis == 0) {
      return line;
    }
    String shifted = shifted(line, lastTime(line), millis);
    return switch (line.charAt(0)) {
      case 'S' -> shifted(shifted, INTENDED, millis);
      case 'E' -> has(shifted, PENDING) ? shifted(shifted, PENDING, millis) : shifted;
      default -> shifted;
    };
  }

  private static String shifted(String line, int index, long millis) {
    int start = field(line, index);
    int end = end(line, start);
    long time = Long.parseLong(line, start, end, 10);
    return time == TaskRecord.ABSENT
        ? line
        : line.substring(0, start) + (time + millis) + line.substring(end);
  }

  private static int lastTime(String line) {
    return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
      case 'S' -> SUBMITTED;
      case 'A' -> ACCEPTED;
      case 'E' -> ENDED;
      default -> throw new IllegalArgumentException("not an event of a task");
    };
  }

  private static boolean has(String line, int index) {
    return line.chars().filter(c -> c == '\t').count() >= index;
  }

  private static int field(String line, int index) {
    int at = 0;
    for (int i = 0; i < index; i++) {
      at = line.indexOf('\t', at) + 1;
      if (at == 0) {
        throw new IllegalArgumentException("fewer fields than " + (index + 1));
      }
    }
    return at;
  }

  private static int end(String line, int start) {
    int tab = line.indexOf('\t', start);
    return tab < 0 ? line.length() : tab;
  }
}
