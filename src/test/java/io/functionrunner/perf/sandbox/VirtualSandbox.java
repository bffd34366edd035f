package io.functionrunner.perf.sandbox;

import io.functionrunner.perf.sandbox.Runner.Admission;
import io.functionrunner.perf.sandbox.TaskState.Status;
import io.functionrunner.perf.workload.Modality;
import io.functionrunner.perf.workload.PlannedTask;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The sandbox's own engine and metrics, without HTTP, in time that passes when the caller says so:
 * what a run of an hour shows is there in a second.
 */
public final class VirtualSandbox {

  private static final int PROMPT_CHARACTERS = 4080;

  private final ManualTimeline timeline = new ManualTimeline();
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final TaskMetrics metrics = new TaskMetrics(registry);
  private final Runner runner;

  /** With settings as a user gives them; time as a whole runs at {@code speed}. */
  public VirtualSandbox(double speed, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("speed", String.valueOf(speed));
    SandboxOptions options = SandboxOptions.parse(all);
    Faults faults = new Faults(options.faults());
    runner = new Runner(options, timeline, faults, metrics);
    registry.register(new StateMetrics(runner::view, faults, timeline::nanos));
  }

  /** Expected seconds of work of a task of standard quality, at full scale. */
  public static double meanServiceSeconds(Modality modality) {
    return ServiceTimes.meanSeconds(modality);
  }

  /** What became of a submission. Times are milliseconds of the virtual time. */
  public static final class Ticket {
    private final Task task;
    private final int retryAfterSeconds;

    private Ticket(Task task, int retryAfterSeconds) {
      this.task = task;
      this.retryAfterSeconds = retryAfterSeconds;
    }

    public boolean accepted() {
      return task != null;
    }

    public int retryAfterSeconds() {
      return retryAfterSeconds;
    }

    public boolean ended() {
      return task.state.status().terminal();
    }

    public boolean succeeded() {
      return task.state.status() == Status.SUCCEEDED;
    }

    public double createdMillis() {
      return task.createdNanos / 1e6;
    }

    public double startedMillis() {
      return createdMillis() + since(task.state.startedAt());
    }

    public double completedMillis() {
      return createdMillis() + since(task.state.completedAt());
    }

    private double since(java.time.Instant instant) {
      return Duration.between(task.state.createdAt(), instant).toNanos() / 1e6;
    }
  }

  /** Submits now. */
  public Ticket submit(PlannedTask planned) {
    Submission submission =
        new Submission(
            planned.modality(),
            planned.quality(),
            new ContentHash(planned.inputSeed()),
            PROMPT_CHARACTERS);
    Admission admission = runner.submit(submission);
    if (admission instanceof Admission.Full full) {
      return new Ticket(null, full.retryAfterSeconds());
    }
    return new Ticket(((Admission.Accepted) admission).task(), 0);
  }

  /** Lets time pass until so many milliseconds since its beginning. */
  public void advanceTo(double millis) {
    timeline.advance(Duration.ofNanos(Math.max(0, Math.round(millis * 1e6) - timeline.nanos())));
  }

  /** What {@code /metrics} says now. */
  public byte[] scrape() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create()
        .write(text, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    return text.toByteArray();
  }
}
