package io.functionrunner.perf.kpi;

import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.simlog.LogSink;
import io.functionrunner.perf.simlog.RunHeader;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers a log's exact statistics, in memory that does not grow with the number of records; {@link
 * #toSummary()} is what is known so far.
 *
 * <p>A request belongs to the phase, and to the window, in which it <em>started</em>: a slow system
 * must not move its slow answers into the next phase.
 */
public final class LogStatistics implements LogSink {
  /** Request keys, and groups, that are told apart; the rest is {@link RequestKey#OTHER}. */
  public static final int MAX_KEYS = 5_000;

  private static final int MAX_PATHS = 4 * MAX_KEYS;

  /** As much again may be needed for the summary: both leave 256 MiB of heap a wide margin. */
  private static final long WINDOW_BYTES = 48L << 20;

  private final Long loadStartEpochMillis;
  private final LogTexts texts = new LogTexts();
  private final PathTable paths = new PathTable(MAX_PATHS);
  private final KeyTable requestKeys = new KeyTable(MAX_KEYS, paths);
  private final KeyTable groupKeys = new KeyTable(MAX_KEYS, paths);
  private final WindowCounts windows = new WindowCounts(WINDOW_BYTES);
  private final PhaseCounts phases;
  private final List<GroupCounts> groups = new ArrayList<>();
  private final TimeCounts times = new TimeCounts();
  private final ErrorMessages errors = new ErrorMessages();
  private RunHeader header;
  private int loadStartMillis;
  private int unmatchedEnd;
  private long unmatched;
  private long[] usersStarted = new long[0];
  private long[] usersEnded = new long[0];

  private LogStatistics(Long loadStartEpochMillis, List<Phase> phases) {
    this.loadStartEpochMillis = loadStartEpochMillis;
    this.phases = new PhaseCounts(phases);
  }

  /** Statistics with times counted from the run's start, without phases. */
  public static LogStatistics ofRun() {
    return new LogStatistics(null, List.of());
  }

  /**
   * Statistics with times counted from the load's start.
   *
   * @param phases of the load; where two overlap the first one counts
   */
  public static LogStatistics ofLoad(long loadStartEpochMillis, List<Phase> phases) {
    return new LogStatistics(loadStartEpochMillis, phases);
  }

  @Override
  public void run(RunHeader run) {
    header = run;
    if (loadStartEpochMillis != null) {
      loadStartMillis = Math.toIntExact(loadStartEpochMillis - run.startEpochMillis());
    }
    unmatchedEnd = run.unmatchedEndMillis();
    usersStarted = new long[run.scenarios().size()];
    usersEnded = new long[run.scenarios().size()];
  }

  @Override
  public void string(int id, String value) {
    texts.tell(id, value);
  }

  @Override
  public void path(int id, int parent, int nameId) {
    paths.tell(id, parent, texts.name(nameId));
  }

  @Override
  public void request(int pathId, int startMillis, int endMillis, boolean ok, int messageId) {
    // Negative as well if it is more than an int holds.
    int duration = endMillis - startMillis;
    if (endMillis == unmatchedEnd || endMillis < startMillis || duration < 0) {
      unmatched++;
      return;
    }
    int start = sinceLoadStart(startMillis);
    int end = sinceLoadStart(endMillis);
    int key = requestKeys.number(pathId);
    windows.add(key, start, end, duration, ok);
    phases.add(key, start, duration, ok);
    times.request(start, end, ok);
    if (!ok) {
      errors.add(messageId, texts);
    }
  }

  @Override
  public void user(int scenario, boolean start, int millis) {
    (start ? usersStarted : usersEnded)[scenario]++;
    times.user(start, sinceLoadStart(millis));
  }

  @Override
  public void group(int pathId, int startMillis, int endMillis, int cumulatedMillis, boolean ok) {
    int duration = endMillis - startMillis;
    if (endMillis < startMillis || duration < 0 || cumulatedMillis < 0) {
      unmatched++;
      return;
    }
    int group = groupKeys.number(pathId);
    if (group == groups.size()) {
      groups.add(new GroupCounts());
    }
    groups.get(group).add(duration, cumulatedMillis, ok);
    times.span(sinceLoadStart(startMillis), sinceLoadStart(endMillis));
  }

  @Override
  public void error(int messageId, int millis) {
    errors.add(messageId, texts);
  }

  /**
   * The statistics of what has been told so far.
   *
   * @throws IllegalStateException if that is not even the run record
   */
  public LogSummary toSummary() {
    if (header == null) {
      throw new IllegalStateException("no run record yet");
    }
    return new LogSummary(
        header.startEpochMillis(),
        loadStartMillis,
        times.firstMillis(),
        times.lastMillis(),
        requests(),
        windows.widthMillis(),
        groups(),
        times.toSecondCounts(),
        scenarios(),
        errors.toList(),
        errors.others(),
        unmatched);
  }

  private List<RequestSummary> requests() {
    List<RequestSummary> requests = new ArrayList<>();
    for (int key = 0; key < requestKeys.keys().size(); key++) {
      List<String> path = requestKeys.keys().get(key);
      int last = path.size() - 1;
      requests.add(
          new RequestSummary(
              last < 0 ? RequestKey.OTHER : new RequestKey(path.subList(0, last), path.get(last)),
              windows.run(key),
              phases.phases(key),
              windows.windows(key)));
    }
    return requests;
  }

  private List<GroupSummary> groups() {
    List<GroupSummary> summaries = new ArrayList<>();
    for (int group = 0; group < groups.size(); group++) {
      List<String> path = groupKeys.keys().get(group);
      summaries.add(
          groups.get(group).toSummary(path.isEmpty() ? List.of(RequestKey.OTHER.name()) : path));
    }
    return summaries;
  }

  private List<ScenarioUsers> scenarios() {
    List<ScenarioUsers> scenarios = new ArrayList<>();
    for (int i = 0; i < usersStarted.length; i++) {
      scenarios.add(new ScenarioUsers(header.scenarios().get(i), usersStarted[i], usersEnded[i]));
    }
    return scenarios;
  }

  private int sinceLoadStart(int millis) {
    return loadStartMillis == 0 ? millis : saturated((long) millis - loadStartMillis);
  }

  private static int saturated(long millis) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, millis));
  }
}
