package io.functionrunner.perf.kpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.simlog.LogSink;
import io.functionrunner.perf.simlog.RunHeader;
import io.functionrunner.perf.stats.MillisHistogram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class LogStatisticsTest {
  private static final long RUN_START = 1_790_000_000_000L;
  private static final int LOAD_START = 2_500;
  private static final List<Phase> PHASES =
      List.of(
          new Phase("ramp", Phase.Kind.RAMP, 0, 20_000),
          new Phase("steady", Phase.Kind.STEADY, 20_000, 300_000),
          new Phase("drain", Phase.Kind.DRAIN, 300_000, 400_000));
  private static final List<RequestKey> KEYS =
      List.of(
          new RequestKey(List.of(), "submit image"),
          new RequestKey(List.of("shop"), "submit image"),
          new RequestKey(List.of("shop", "cart"), "pay"));

  /** One request as the oracle keeps it; times since the load's start. */
  private record Request(RequestKey key, int start, int end, boolean ok) {}

  @Test
  void equalsAnOracleThatKeepsEveryRequest() {
    for (int seed = 0; seed < 10; seed++) {
      List<Request> requests = requests(seed, 1_000, 350_000);
      LogSummary summary = summary(requests);

      for (RequestKey key : KEYS) {
        RequestSummary request = summary.request(key).orElseThrow();
        Predicate<Request> ofKey = r -> r.key().equals(key);
        assertEquals(times(requests, ofKey), request.run());
        for (Phase phase : PHASES) {
          assertEquals(
              times(requests, ofKey.and(r -> phase.contains(r.start()))),
              request.phase(phase.name()));
        }
        assertWindows(requests, ofKey, request.windows(), summary.windowMillis());
      }
      assertEquals(times(requests, r -> true), summary.run());
      assertEquals(
          times(requests, r -> PHASES.get(1).contains(r.start())), summary.phase("steady"));
      assertSeconds(requests, summary.perSecond());
    }
  }

  @Test
  void windowsAreAtMostAThousandAndExact() {
    List<Request> requests = requests(1, 1_000, 5_000_000);
    LogSummary summary = summary(requests);

    assertEquals(8_000, summary.windowMillis());
    RequestSummary request = summary.request(KEYS.get(0)).orElseThrow();
    assertTrue(request.windows().size() <= WindowCounts.MAX_WINDOWS);
    assertWindows(
        requests, r -> r.key().equals(KEYS.get(0)), request.windows(), summary.windowMillis());
  }

  @Test
  void windowsGetWiderWhenTheirHistogramsOutgrowTheirMemory() {
    WindowCounts windows = new WindowCounts(100_000);
    SplittableRandom random = new SplittableRandom(1);
    int[] durations = new int[300_000];
    for (int i = 0; i < durations.length; i++) {
      durations[i] = random.nextInt(2_000);
      int start = (int) ((long) i * 600_000 / durations.length);
      windows.add(0, start, start + durations[i], durations[i], true);
    }

    assertTrue(windows.widthMillis() > 1_000);
    assertEquals(MillisHistogram.of(durations), windows.run(0).ok());
    long ended = windows.windows(0).stream().mapToLong(Window::ended).sum();
    assertEquals(durations.length, ended);
  }

  @Test
  void usersPerScenarioAndOverTime() {
    LogStatistics statistics = LogStatistics.ofRun();
    statistics.run(header());
    statistics.user(0, true, 100);
    statistics.user(1, true, 900);
    statistics.user(0, true, 2_999);
    statistics.user(0, false, 3_000);
    LogSummary summary = statistics.toSummary();

    assertEquals(
        List.of(new ScenarioUsers("images", 2, 1), new ScenarioUsers("texts", 1, 0)),
        summary.scenarios());
    assertEquals(1, summary.scenarios().get(0).cutOff());
    assertEquals(List.of(2, 2, 3, 2), boxed(summary.perSecond().usersActive()));
    assertEquals(100, summary.firstMillis());
    assertEquals(3_000, summary.lastMillis());
  }

  @Test
  void errorsByMessageWithABoundOnDistinctOnes() {
    LogStatistics statistics = LogStatistics.ofRun();
    statistics.run(header());
    statistics.string(1, "pay");
    statistics.path(1, 0, 1);
    for (int id = 2; id <= 1_501; id++) {
      statistics.string(id, "message " + id);
      statistics.request(1, 0, 1, false, id);
    }
    statistics.error(3, 5);
    statistics.error(3, 5);
    LogSummary summary = statistics.toSummary();

    assertEquals(new ErrorCount("message 3", 3), summary.errors().get(0));
    assertEquals(1_000, summary.errors().size());
    assertEquals(500, summary.otherErrors());
  }

  @Test
  void keysBeyondTheLimitShareOne() {
    LogStatistics statistics = LogStatistics.ofRun();
    statistics.run(header());
    int extra = 300;
    for (int id = 1; id <= LogStatistics.MAX_KEYS + extra; id++) {
      statistics.string(id, "name " + id);
      statistics.path(id, 0, id);
      statistics.request(id, 0, 7, true, id);
      statistics.group(id, 0, 7, 7, true);
    }
    LogSummary summary = statistics.toSummary();

    assertEquals(extra, summary.request(RequestKey.OTHER).orElseThrow().run().count());
    assertEquals(LogStatistics.MAX_KEYS + 1, summary.requests().size());
    GroupSummary others = summary.groups().get(LogStatistics.MAX_KEYS);
    assertEquals(List.of("(other)"), others.path());
    assertEquals(extra, others.durations().count());
  }

  /** Gatling writes an end of Long.MIN_VALUE, less the run's start, cut to 32 bits. */
  @Test
  void unmatchedMessagesAreNoRequests() {
    LogStatistics statistics = LogStatistics.ofRun();
    statistics.run(header());
    statistics.string(1, "push");
    statistics.path(1, 0, 1);
    statistics.request(1, 100, (int) (Long.MIN_VALUE - RUN_START), true, 1);
    statistics.request(1, 100, 99, true, 1);
    statistics.request(1, Integer.MIN_VALUE, Integer.MAX_VALUE, true, 1);
    LogSummary summary = statistics.toSummary();

    assertEquals(3, summary.unmatched());
    assertEquals(0, summary.run().count());
  }

  @Test
  void groupsHaveDurationAndCumulatedTime() {
    LogStatistics statistics = LogStatistics.ofRun();
    statistics.run(header());
    statistics.string(1, "shop");
    statistics.path(1, 0, 1);
    statistics.string(2, "cart");
    statistics.path(2, 1, 2);
    statistics.group(2, 1_000, 3_000, 500, true);
    statistics.group(2, 1_000, 9_000, 700, false);
    LogSummary summary = statistics.toSummary();

    GroupSummary group = summary.groups().get(0);
    assertEquals(List.of("shop", "cart"), group.path());
    assertEquals(
        new ResponseTimes(MillisHistogram.of(2_000), MillisHistogram.of(8_000)), group.durations());
    assertEquals(
        new ResponseTimes(MillisHistogram.of(500), MillisHistogram.of(700)), group.cumulated());
    assertEquals(9_000, summary.lastMillis());
  }

  @Test
  void nothingWithoutARun() {
    assertThrows(IllegalStateException.class, () -> LogStatistics.ofRun().toSummary());
    LogStatistics statistics = LogStatistics.ofRun();
    statistics.run(header());
    LogSummary empty = statistics.toSummary();
    assertEquals(0, empty.run().count());
    assertEquals(0, empty.perSecond().seconds());
  }

  private static void assertWindows(
      List<Request> requests, Predicate<Request> ofKey, List<Window> windows, int width) {
    long seen = 0;
    for (int i = 0; i < windows.size(); i++) {
      Window window = windows.get(i);
      int index = i;
      assertEquals((long) i * width, window.startMillis());
      assertEquals(
          times(requests, ofKey.and(r -> window(r.start(), width) == index)), window.started());
      assertEquals(
          requests.stream().filter(ofKey.and(r -> window(r.end(), width) == index)).count(),
          window.ended());
      seen += window.started().count();
    }
    assertEquals(requests.stream().filter(ofKey).count(), seen);
  }

  private static void assertSeconds(List<Request> requests, SecondCounts seconds) {
    for (int second = 0; second < seconds.seconds(); second++) {
      int at = second;
      assertEquals(
          requests.stream().filter(r -> window(r.start(), 1_000) == at).count(),
          seconds.started(second));
      assertEquals(
          requests.stream().filter(r -> r.ok() && window(r.end(), 1_000) == at).count(),
          seconds.ok(second));
      assertEquals(
          requests.stream().filter(r -> window(r.end(), 1_000) == at).count(),
          seconds.ended(second));
    }
  }

  private static int window(int millis, int width) {
    return Math.max(0, millis) / width;
  }

  private static ResponseTimes times(List<Request> requests, Predicate<Request> filter) {
    return new ResponseTimes(
        histogram(requests, filter.and(Request::ok)),
        histogram(requests, filter.and(r -> !r.ok())));
  }

  private static MillisHistogram histogram(List<Request> requests, Predicate<Request> filter) {
    return MillisHistogram.of(
        requests.stream().filter(filter).mapToInt(r -> r.end() - r.start()).toArray());
  }

  private static List<Request> requests(int seed, int count, int untilMillis) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int start = random.nextInt(-LOAD_START, untilMillis);
      int duration = random.nextInt(10) == 0 ? random.nextInt(90_000) : random.nextInt(300);
      requests.add(
          new Request(
              KEYS.get(random.nextInt(3)), start, start + duration, random.nextInt(10) != 0));
    }
    return requests;
  }

  private static LogSummary summary(List<Request> requests) {
    LogStatistics statistics = LogStatistics.ofLoad(RUN_START + LOAD_START, PHASES);
    tell(requests, statistics);
    return statistics.toSummary();
  }

  private static void tell(List<Request> requests, LogSink sink) {
    sink.run(header());
    List<String> texts = List.of("", "submit image", "shop", "cart", "pay", "refused");
    for (int id = 1; id < texts.size(); id++) {
      sink.string(id, texts.get(id));
    }
    sink.path(1, 0, 1);
    sink.path(2, 0, 2);
    sink.path(3, 2, 1);
    sink.path(4, 2, 3);
    sink.path(5, 4, 4);
    int[] paths = {1, 3, 5};
    for (Request request : requests) {
      sink.request(
          paths[KEYS.indexOf(request.key())],
          request.start() + LOAD_START,
          request.end() + LOAD_START,
          request.ok(),
          5);
    }
  }

  private static RunHeader header() {
    return new RunHeader("3.15.1", "Test", RUN_START, "", List.of("images", "texts"), List.of());
  }

  private static List<Integer> boxed(int[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
