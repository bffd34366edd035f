package io.functionrunner.perf.grafana;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A run's moments in Grafana, as they come: one annotation for the run, one for each phase, each a
 * stretch of time once it is over; the run's says the verdict in the end. Written on a thread of
 * their own: a Grafana that is slow or away costs the load nothing, and is told once.
 */
public final class RunAnnotations implements AutoCloseable {

  /** Tag of all of them; the dashboards show what has it. */
  public static final String TAG = "loadtest";

  private static final Duration END = Duration.ofSeconds(15);

  private final GrafanaApi grafana;
  private final String simulation;
  private final String run;
  private final Consumer<String> told;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(RunAnnotations::daemon);

  /** Those that are not over; only the thread knows them. */
  private Open whole;

  private Open present;

  /** Name of the phase that was told last. */
  private String phase = "";

  private boolean failed;

  private record Open(long id, List<String> tags, String text) {}

  @FunctionalInterface
  private interface Call {
    void run() throws IOException, InterruptedException;
  }

  /**
   * @param run name of its directory
   * @param told hears the first failure
   */
  public RunAnnotations(GrafanaApi grafana, String simulation, String run, Consumer<String> told) {
    this.grafana = grafana;
    this.simulation = simulation;
    this.run = run;
    this.told = told;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "grafana");
    thread.setDaemon(true);
    return thread;
  }

  /** The load's start. */
  public void started(long atMillis) {
    later(() -> whole = open(atMillis, "run", "%s started: %s".formatted(simulation, run)));
  }

  /** The load is in this phase; to be called as often as one likes. */
  public synchronized void phase(String name, long atMillis) {
    if (!name.equals(phase)) {
      phase = name;
      later(
          () -> {
            closePhase(atMillis);
            present = open(atMillis, "phase", "%s: phase %s".formatted(simulation, name));
          });
    }
  }

  /** The load's end. */
  public void ended(long atMillis) {
    later(
        () -> {
          closePhase(atMillis);
          if (whole != null) {
            grafana.close(
                whole.id, atMillis, whole.tags, "%s ended: %s".formatted(simulation, run));
          }
        });
  }

  /** What the analysis says of the run. */
  public void verdict(String verdict, String sentence, long endMillis) {
    later(
        () -> {
          if (whole != null) {
            List<String> tags = new ArrayList<>(whole.tags);
            tags.add(verdict);
            grafana.close(
                whole.id,
                endMillis,
                tags,
                "%s %s: %s%n%s".formatted(simulation, verdict, sentence, run));
          }
        });
  }

  private Open open(long atMillis, String what, String text)
      throws IOException, InterruptedException {
    List<String> tags = List.of(TAG, what, simulation, run);
    return new Open(grafana.annotate(atMillis, tags, text), tags, text);
  }

  private void closePhase(long atMillis) throws IOException, InterruptedException {
    if (present != null) {
      grafana.close(present.id, atMillis, present.tags, present.text);
      present = null;
    }
  }

  private void later(Call call) {
    thread.execute(
        () -> {
          try {
            call.run();
          } catch (IOException e) {
            tell(e.getMessage());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private void tell(String why) {
    if (!failed) {
      failed = true;
      told.accept(
          "An annotation could not be written: %s. The run goes on; later failures are not told."
              .formatted(why));
    }
  }

  /** Waits for what is still to be written, but not for long. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
