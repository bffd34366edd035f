package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.binding.Binding;
import io.functionrunner.perf.binding.GenerationTask;
import io.functionrunner.perf.binding.Polling;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.load.journey.Journey;
import io.functionrunner.perf.load.journey.TaskInFlight;
import io.functionrunner.perf.load.journey.TaskRules;
import io.functionrunner.perf.load.journey.VirtualUser;
import io.functionrunner.perf.load.settings.Launch;
import io.functionrunner.perf.load.settings.Settings;
import io.functionrunner.perf.media.Feeders;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.sandbox.SandboxCounters;
import io.functionrunner.perf.workload.Mix;
import io.functionrunner.perf.workload.Modality;
import io.functionrunner.perf.workload.PlannedTask;
import io.functionrunner.perf.workload.Profile;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One run of a profile against a target, from the simulation's constructor to the exit status. Its
 * parts do one thing each; here they meet.
 */
public final class LoadRun {

  private static final long NOT_STARTED = -1;

  /** An interrupted run waits this long for submissions on the wire: none stays unaccounted. */
  private static final Duration WIRE_GRACE = Duration.ofSeconds(2);

  private static final Duration WIRE_LOOK = Duration.ofMillis(5);

  private final Profile profile;
  private final Settings settings;
  private final Launch launch;
  private final Target target;
  private final Binding binding;
  private final Feeders feeders;
  private final Map<Modality, TaskRules> rules = new EnumMap<>(Modality.class);
  private final Counters counters = new Counters();
  private final Progress progress;
  private final EngineHandle engine = new EngineHandle(this::engineBuilt);
  private final AtomicLong startMillis = new AtomicLong(NOT_STARTED);
  private final AtomicReference<String> endedEarly = new AtomicReference<>();
  private final AtomicReference<RunFolder> folder = new AtomicReference<>();
  private final AtomicReference<Recorder> recorder = new AtomicReference<>();
  private final PostRun postRun;

  /**
   * @param profile as it will be run: scaled
   */
  LoadRun(
      Profile profile,
      Settings settings,
      Launch launch,
      Target target,
      Binding binding,
      Feeders feeders,
      CriteriaFile criteria) {
    this.profile = profile;
    this.settings = settings;
    this.launch = launch;
    this.target = target;
    this.binding = binding;
    this.feeders = feeders;
    for (Mix.Entry entry : profile.mix().entries()) {
      Polling polling = binding.polling(entry.modality().template());
      rules.put(entry.modality(), rules(polling));
    }
    this.progress = new Progress(profile, counters, this::sinceStart, System.out);
    this.postRun = new PostRun(criteria, settings.gate(), System.out);
  }

  /** What every user does. */
  public ChainBuilder journey(Duration requestTimeout) {
    return Journey.of(
        this::arrive, this::nextTask, System::currentTimeMillis, requestTimeout.toMillis());
  }

  /** To stand first in the scenario. */
  public ActionBuilder engine() {
    return engine;
  }

  /** The load that is run. */
  public Profile profile() {
    return profile;
  }

  /** Base URL of the target. */
  public String baseUrl() {
    return target.baseUrl().toString();
  }

  /** Whether all users share one pool of connections. */
  public boolean sharesConnections() {
    return settings.sharedConnections();
  }

  /** After this the engine is stopped whatever is in flight; the drain ends well before. */
  public Duration safetyNet() {
    long timeoutMillis =
        rules.values().stream().mapToLong(TaskRules::timeoutMillis).max().orElseThrow();
    return Duration.ofMillis(2 * profile.durationMillis() + 2 * timeoutMillis).plusMinutes(2);
  }

  /** To be called last in the simulation's constructor. */
  public void constructed() {
    Runtime.getRuntime()
        .addShutdownHook(new ExitHook(Thread.currentThread(), this::interrupted, this::finish));
    folder.set(RunFolder.awaited(launch.results(), profile.name()));
  }

  /** To be called from {@code after()}: the log is complete, Gatling's report comes later. */
  public void after() {
    progress.close();
    target.close();
    Recorder recorded = recorder.get();
    String reason = endedEarly.get();
    recorded.ended(
        reason == null ? RunManifest.Status.COMPLETED : RunManifest.Status.ABORTED,
        reason,
        System.currentTimeMillis());
    postRun.analyse(recorded.directory());
  }

  private TaskRules rules(Polling polling) {
    Duration timeout = settings.taskTimeout().orElse(polling.deadline());
    return new TaskRules(
        polling,
        target.speed(),
        Math.round(timeout.toMillis() / target.speed()),
        settings.submitRetries());
  }

  private void engineBuilt() {
    try {
      Path directory = folder.get().found();
      RunManifest planned =
          Manifests.planned(profile, settings, target, binding, System.currentTimeMillis());
      recorder.set(new Recorder(directory, planned, counters));
      if (target.sandbox().isPresent()) {
        target.sandbox().get().reportCountersTo(directory.resolve(SandboxCounters.FILE));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the run directory cannot be written", e);
    }
    progress.start();
  }

  private VirtualUser arrive(Session session) {
    long now = System.currentTimeMillis();
    if (startMillis.compareAndSet(NOT_STARTED, now)) {
      recorder.get().started(now);
    }
    // Gatling numbers users from 1 in the order in which they are injected.
    return new VirtualUser(
        profile.schedule(settings.seed(), session.userId() - 1),
        startMillis.get(),
        System::currentTimeMillis,
        () -> endedEarly.get() == null);
  }

  private TaskInFlight nextTask(VirtualUser user) {
    PlannedTask task = user.next();
    GenerationTask wanted =
        new GenerationTask(
            task.modality().template(),
            task.quality().id(),
            feeders.inputs(task.modality().id(), task.quality().id(), task.inputSeed()));
    return new TaskInFlight(
        task,
        user.intendedMillis(task),
        binding.prepare(wanted),
        binding,
        rules.get(task.modality()),
        recorder.get());
  }

  private long sinceStart() {
    long start = startMillis.get();
    return start == NOT_STARTED ? NOT_STARTED : System.currentTimeMillis() - start;
  }

  /** Ctrl-C or a polite kill: submission ends, what is out is counted as in flight. */
  private void interrupted() {
    if (recorder.get() == null) {
      return;
    }
    endedEarly.compareAndSet(null, "interrupted");
    long deadline = System.nanoTime() + WIRE_GRACE.toNanos();
    while (counters.submissionsOnTheWire() > 0 && System.nanoTime() < deadline) {
      try {
        Thread.sleep(WIRE_LOOK.toMillis());
      } catch (InterruptedException e) {
        break;
      }
    }
    engine.stop();
  }

  private int finish() {
    target.close();
    return postRun.conclude();
  }
}
