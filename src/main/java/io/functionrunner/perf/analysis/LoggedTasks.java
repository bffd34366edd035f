package io.functionrunner.perf.analysis;

import io.functionrunner.perf.kpi.LogStatistics;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.simlog.LogSink;
import io.functionrunner.perf.simlog.RunHeader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

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

  private final LogStatistics statistics;
  private final Consumer<TaskRecord> sink;
  private final Map<Integer, String> texts = new HashMap<>();
  private final Map<Integer, String[]> taskPaths = new HashMap<>();
  private final Map<Integer, String> submitPaths = new HashMap<>();
  private final Map<String, Long> accepted = new TreeMap<>();
  private long startEpochMillis;
  private int count;

  /** Passes everything on to {@code statistics}, and the tasks to {@code sink}. */
  LoggedTasks(LogStatistics statistics, Consumer<TaskRecord> sink) {
    this.statistics = statistics;
    this.sink = sink;
  }

  /** Submissions that the target accepted, by modality. */
  Map<String, Long> accepted() {
    return accepted;
  }

  @Override
  public void run(RunHeader header) {
    startEpochMillis = header.startEpochMillis();
    statistics.run(header);
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
    String[] words = texts.getOrDefault(nameId, "").split(" ", -1);
    if (parent == 0 && words.length == 3 && words[0].equals("task")) {
      taskPaths.put(id, words);
    } else if (parent == 0 && words.length == 2 && words[0].equals("submit")) {
      submitPaths.put(id, words[1]);
    }
    statistics.path(id, parent, nameId);
  }

  @Override
  public void request(int pathId, int startMillis, int endMillis, boolean ok, int messageId) {
    String[] task = taskPaths.get(pathId);
    String submit = submitPaths.get(pathId);
    if (task != null) {
      sink.accept(
          record(task[1], task[2], startMillis, endMillis, ok, texts.getOrDefault(messageId, "")));
    } else if (submit != null && ok) {
      accepted.merge(submit, 1L, Long::sum);
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

  private TaskRecord record(
      String modality, String quality, int start, int end, boolean ok, String message) {
    int colon = message.indexOf(": ");
    String first = colon < 0 ? message : message.substring(0, colon);
    Optional<Outcome> known = ok ? Optional.of(Outcome.COMPLETED) : outcome(first);
    String reason = known.isEmpty() ? message : colon < 0 ? "" : message.substring(colon + 2);
    return new TaskRecord(
        TaskRecord.ABSENT,
        count++,
        modality,
        quality,
        TaskRecord.ABSENT,
        startEpochMillis + start,
        TaskRecord.ABSENT,
        known.orElse(Outcome.FAILED),
        startEpochMillis + end,
        TaskRecord.ABSENT,
        TaskRecord.ABSENT,
        TaskRecord.ABSENT,
        0,
        0,
        reason);
  }

  private static Optional<Outcome> outcome(String id) {
    for (Outcome outcome : Outcome.values()) {
      if (outcome.id().equals(id)) {
        return Optional.of(outcome);
      }
    }
    return Optional.empty();
  }
}
