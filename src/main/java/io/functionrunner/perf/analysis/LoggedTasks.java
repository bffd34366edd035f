package io.functionrunner.perf.analysis;

import io.functionrunner.perf.kpi.LogStatistics;
import io.functionrunner.perf.kpi.TaskClass;
import io.functionrunner.perf.kpi.TaskStatistics;
import io.functionrunner.perf.kpi.Timeline;
import io.functionrunner.perf.simlog.LogSink;
import io.functionrunner.perf.simlog.RunHeader;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the tasks in a simulation.log while it is read for its statistics. Our simulations log
 * every task that ended as a request {@code task <modality> <quality>}, a failed one with the
 * outcome's id as its message, perhaps followed by a colon and the kind of error; and every
 * submission as {@code submit <modality>}.
 */
final class LoggedTasks implements LogSink {

  /** Servers write the messages: neither their number nor their length is ours to trust. */
  private static final int MAX_TEXTS = 20_000;

  private static final int MAX_LENGTH = 200;

  /** Paths from here on are no tasks: ours are among the first of a log. */
  private static final int MAX_PATHS = 20_000;

  private final LogStatistics statistics;
  private final Optional<Timeline> known;
  private final boolean wanted;
  private final TaskCounts counts = new TaskCounts();
  private final Map<Integer, String> texts = new HashMap<>();

  /** By path: null for one that is not of tasks. */
  private final TaskClass[] tasks = new TaskClass[MAX_PATHS];

  /** By path: the counter of accepted submissions. */
  private final long[][] accepted = new long[MAX_PATHS][];

  private EndedTasks.Block block = new EndedTasks.Block(tasks);
  private BlockThread<EndedTasks.Block> counting;
  private TaskStatistics collected;

  /**
   * Passes everything on to {@code statistics}.
   *
   * @param known the run's timeline; else the run is taken as a whole
   * @param wanted whether the log's tasks are to be collected, and not just counted
   */
  LoggedTasks(LogStatistics statistics, Optional<Timeline> known, boolean wanted) {
    this.statistics = statistics;
    this.known = known;
    this.wanted = wanted;
  }

  /** Waits until the tasks of a log that has been read are counted. */
  void join() throws InterruptedIOException {
    if (counting != null) {
      hand();
      counting.join();
    }
  }

  /** How many there were. */
  TaskCounts counts() {
    return counts;
  }

  /** The tasks that ended, if wanted; null if the log had not even a run record. */
  TaskStatistics collected() {
    return collected;
  }

  @Override
  public void run(RunHeader header) {
    counting = BlockThread.start("tasks", () -> counter(header.startEpochMillis()));
    statistics.run(header);
  }

  private EndedTasks counter(long startEpochMillis) {
    collected = new TaskStatistics(known.orElse(Timeline.open(startEpochMillis)));
    return new EndedTasks(
        counts, wanted ? Optional.of(collected) : Optional.empty(), startEpochMillis);
  }

  @Override
  public void string(int id, String value) {
    if (texts.size() < MAX_TEXTS) {
      texts.put(id, value.substring(0, Math.min(value.length(), MAX_LENGTH)));
    }
    statistics.string(id, value);
  }

  @Override
  public void path(int id, int parent, int nameId) {
    if (parent == 0 && id < MAX_PATHS) {
      named(id, texts.getOrDefault(nameId, "").split(" ", -1));
    }
    statistics.path(id, parent, nameId);
  }

  /** The class of the tasks that a request of this name, in words, tells the ends of. */
  static Optional<TaskClass> taskClass(String... words) {
    return words.length == 3 && words[0].equals("task")
        ? Optional.of(new TaskClass(words[1], words[2]))
        : Optional.empty();
  }

  private void named(int id, String[] words) {
    Optional<TaskClass> taskClass = taskClass(words);
    if (taskClass.isPresent()) {
      tasks[id] = taskClass.get();
    } else if (words.length == 2 && words[0].equals("submit")) {
      accepted[id] = counts.accepted(words[1]);
    }
  }

  @Override
  public void request(int pathId, int startMillis, int endMillis, boolean ok, int messageId) {
    if (pathId < MAX_PATHS) {
      if (tasks[pathId] != null) {
        ended(pathId, startMillis, endMillis, ok, messageId);
      } else if (ok && accepted[pathId] != null) {
        accepted[pathId][0]++;
      }
    }
    statistics.request(pathId, startMillis, endMillis, ok, messageId);
  }

  @Override
  public void user(int scenario, boolean start, int millis) {
    statistics.user(scenario, start, millis);
  }

  @Override
  public void group(int pathId, int startMillis, int endMillis, int cumulatedMillis, boolean ok) {
    statistics.group(pathId, startMillis, endMillis, cumulatedMillis, ok);
  }

  @Override
  public void error(int messageId, int millis) {
    statistics.error(messageId, millis);
  }

  private void ended(int pathId, int start, int end, boolean ok, int messageId) {
    if (ok) {
      block.add(pathId, start, end);
    } else {
      block.add(pathId, start, end, texts.getOrDefault(messageId, ""));
    }
    if (block.isFull()) {
      hand();
    }
  }

  private void hand() {
    counting.hand(block);
    block = new EndedTasks.Block(tasks);
  }
}
