package io.functionrunner.perf.live;

import io.functionrunner.perf.kpi.Criteria;
import io.functionrunner.perf.kpi.RunningCriteria;
import io.functionrunner.perf.kpi.TaskClass;
import io.functionrunner.perf.kpi.Timeline;
import io.functionrunner.perf.live.LiveRun.Chart;
import io.functionrunner.perf.live.LiveRun.Gauge;
import io.functionrunner.perf.live.LiveRun.Moment;
import io.functionrunner.perf.run.Conservation;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.TaskRecord;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/** What a second of the live page costs, by the number of viewers; docs/live.md has the result. */
final class LivePageCost {

  private static final int WARM_UP = 1_500;
  private static final int SECONDS = 3_000;
  private static final int TASKS_PER_SECOND = 333;
  private static final long CLASSES = 3;
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private final LiveStatistics statistics = new LiveStatistics(List.of("image", "text", "audio"));
  private final LivePage page = new LivePage(statistics);
  private final SplittableRandom random = new SplittableRandom(1);
  private long nowMillis;
  private long submitted;
  private long taskNanos;
  private long tickNanos;

  private LivePageCost() {}

  public static void main(String[] args) throws Exception {
    for (int viewers : new int[] {0, 1, 10}) {
      new LivePageCost().measure(viewers);
    }
  }

  private void measure(int viewers) throws Exception {
    Phase steady = new Phase("steady", Phase.Kind.STEADY, 0, 86_400_000);
    List<TaskClass> classes =
        List.of(
            new TaskClass("image", "draft"),
            new TaskClass("text", "draft"),
            new TaskClass("audio", "draft"));
    Criteria limits =
        new Criteria(
            OptionalDouble.of(.01),
            OptionalDouble.of(.98),
            OptionalDouble.of(500),
            OptionalDouble.of(100),
            Map.of("image", 10.0, "text", 10.0, "audio", 10.0));
    statistics.started(new RunningCriteria(limits, 1, new Timeline(0, List.of(steady)), classes));
    page.watchByHand(new LiveRun("Cost", "cost", "", List.of(steady), this::moment));
    try (LiveServer server = new LiveServer()) {
      URI url = server.page(page, LiveServer.LOOPBACK, 0, Optional.empty());
      server.start();
      for (int i = 0; i < viewers; i++) {
        read(url);
      }
      while (page.viewers() < viewers) {
        Thread.sleep(10);
      }
      seconds(WARM_UP);
      taskNanos = 0;
      tickNanos = 0;
      long before = serverNanos();
      seconds(SECONDS);
      long served = serverNanos() - before;
      double tasks = taskNanos / 1e6 / SECONDS;
      double tick = tickNanos / 1e6 / SECONDS;
      double http = served / 1e6 / SECONDS;
      System.out.printf(
          Locale.ROOT,
          "%2d viewers: %.3f ms for %d tasks, %.3f ms for the look and the sends, %.3f ms in the"
              + " server's threads: %.2f %% of a core%n",
          viewers,
          tasks,
          TASKS_PER_SECOND,
          tick,
          http,
          (tasks + tick + http) / 10);
    }
    page.close();
  }

  /** A viewer at the pace of a run would wait a second; here it must not be left behind. */
  private void seconds(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      nowMillis += 1_000;
      long start = CPU.getCurrentThreadCpuTime();
      for (int task = 0; task < TASKS_PER_SECOND; task++) {
        task();
      }
      long told = CPU.getCurrentThreadCpuTime();
      page.tick();
      taskNanos += told - start;
      tickNanos += CPU.getCurrentThreadCpuTime() - told;
      Thread.sleep(1);
    }
  }

  private void task() {
    submitted++;
    long submit = nowMillis - random.nextInt(20_000);
    statistics.accepted(submit, submit + random.nextInt(40));
    statistics.ended(
        new TaskRecord(
            0,
            0,
            List.of("image", "text", "audio").get((int) (submitted % CLASSES)),
            "draft",
            submit,
            submit,
            submit + 5,
            random.nextInt(100) == 0 ? Outcome.FAILED : Outcome.COMPLETED,
            nowMillis,
            -1,
            -1,
            -1,
            -1,
            3,
            0,
            "out of memory"));
  }

  /** As much as the sandbox has: eight charts of the target's with three lines, two of ours. */
  private Moment moment() {
    List<Gauge> gauges = new ArrayList<>();
    for (int chart = 0; chart < 10; chart++) {
      for (int line = 0; line < 3; line++) {
        gauges.add(
            new Gauge(new Chart("c" + chart, "chart", true), "l" + line, random.nextDouble()));
      }
    }
    return new Moment(
        nowMillis, "steady", 100, new Conservation(submitted, submitted, 0, 0, 0, 0), gauges);
  }

  private static void read(URI url) {
    Thread reader =
        new Thread(
            () -> {
              try {
                InputStream events =
                    HttpClient.newHttpClient()
                        .send(
                            HttpRequest.newBuilder(url.resolve("/events")).build(),
                            HttpResponse.BodyHandlers.ofInputStream())
                        .body();
                events.transferTo(java.io.OutputStream.nullOutputStream());
              } catch (java.io.IOException e) {
                // The server has ended.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "viewer");
    reader.setDaemon(true);
    reader.start();
  }

  private static long serverNanos() {
    long nanos = 0;
    for (ThreadInfo thread : CPU.getThreadInfo(CPU.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().startsWith("live-http")) {
        nanos += CPU.getThreadCpuTime(thread.getThreadId());
      }
    }
    return nanos;
  }
}
