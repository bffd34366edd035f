package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.binding.Binding;
import io.functionrunner.perf.capacity.Slo;
import io.functionrunner.perf.injector.Lateness;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.live.LiveRun;
import io.functionrunner.perf.load.journey.Journey;
import io.functionrunner.perf.load.journey.TaskEvents;
import io.functionrunner.perf.load.journey.TaskInFlight;
import io.functionrunner.perf.load.journey.VirtualUser;
import io.functionrunner.perf.load.request.BindingTls;
import io.functionrunner.perf.load.settings.Launch;
import io.functionrunner.perf.load.settings.Settings;
import io.functionrunner.perf.media.Feeders;
import io.functionrunner.perf.run.Phase;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.sandbox.SandboxCounters;
import io.functionrunner.perf.workload.Arrivals;
import io.functionrunner.perf.workload.PlannedTask;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.Share;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.core.Session;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
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
  private static final Duration PROGRESS = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Share share;
  private final Profile profile;
  private final Settings settings;
  private final Launch launch;
  private final Target target;
  private final Binding binding;
  private final TaskFactory tasks;
  private final WarmUp warmUp;
  private final Arrivals arrivals;
  private final Optional<StopRule> stopRule;
  private final Optional<SteppedLoad> steps;
  private final Counters counters = new Counters();
  private final Progress progress;
  private final EngineHandle engine = new EngineHandle(this::engineBuilt);
  private final AtomicLong startMillis = new AtomicLong(NOT_STARTED);
  private final AtomicReference<String> endedEarly = new AtomicReference<>();
  private final AtomicReference<Recorder> recorder = new AtomicReference<>();
  private final AtomicReference<TaskEvents> events = new AtomicReference<>();
  private final LiveFeed live;
  private final AtomicInteger users = new AtomicInteger();
  private final List<Watch> watches = new CopyOnWriteArrayList<>();
  private final Lateness lag = new Lateness();
  private final AtomicReference<Instruments> instruments = new AtomicReference<>();
  private final TargetMetrics metrics;
  private final Outlet outlet;

  /**
   * @param share what this injector runs of the profile, which is scaled
   */
  LoadRun(
      Share share,
      Settings settings,
      Launch launch,
      Target target,
      TargetMetrics metrics,
      Binding binding,
      Feeders feeders,
      CriteriaFile criteria) {
    this.share = share;
    this.profile = share.profile();
    this.settings = settings;
    this.launch = launch;
    this.target = target;
    this.metrics = metrics;
    this.binding = binding;
    this.tasks = new TaskFactory(profile, settings, target.speed(), binding, feeders);
    this.warmUp = new WarmUp(tasks, profile.mix(), settings.warmup());
    this.arrivals = new Arrivals(share, settings.seed());
    this.stopRule =
        settings
            .stopErrorRate()
            .map(s -> new StopRule(s.share(), Math.round(s.window().toMillis() / target.speed())));
    this.steps =
        profile
            .search()
            .map(
                plan ->
                    new SteppedLoad(
                        profile,
                        plan,
                        settings.seed(),
                        tasks.longestPollMillis(),
                        new Slo(criteria.ofAny(), target.speed()),
                        this::endEarly));
    this.progress = new Progress(share, this::phases, counters, this::sinceStart, System.out);
    this.live =
        LiveFeed.start(
            profile,
            settings.live(),
            new PageFeed(profile, criteria.of(profile.name()), target.speed()),
            launch.environment(),
            System.out);
    this.outlet =
        launch.packaged()
            ? new EnterpriseOutlet(profile.name(), live)
            : new BuildOutlet(settings, launch, criteria, profile.name(), target, metrics, live);
  }

  /** What every user does. */
  public ChainBuilder journey() {
    long timeoutMillis = settings.requestTimeout().toMillis();
    return connected(
        settings.model() == Settings.Model.OPEN
            ? Journey.open(
                this::nextArrival, this::submitting, System::currentTimeMillis, timeoutMillis)
            : Journey.of(this::arrive, this::nextTask, System::currentTimeMillis, timeoutMillis));
  }

  /** What every user of the warm-up does. */
  public ChainBuilder warmUpJourney() {
    return connected(
        Journey.warmUp(
            warmUp::next, System::currentTimeMillis, settings.requestTimeout().toMillis()));
  }

  private ChainBuilder connected(ChainBuilder chain) {
    return binding
        .tls()
        .map(BindingTls::new)
        .map(tls -> CoreDsl.exec(tls).exec(chain))
        .orElse(chain);
  }

  /** Users of the warm-up, each with one task; they come before those of the load. */
  public int warmUpUsers() {
    return warmUp.users();
  }

  /** Whether every task is a virtual user of its own. */
  public boolean isOpen() {
    return settings.model() == Settings.Model.OPEN;
  }

  /** Seed of the workload. */
  public long seed() {
    return settings.seed();
  }

  /** To stand first in the scenario. */
  public ActionBuilder engine() {
    return engine;
  }

  /** The load of all injectors together. */
  public Profile profile() {
    return profile;
  }

  /** What this one runs of it. */
  public Share share() {
    return share;
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
    Duration load =
        Duration.ofMillis(2 * profile.durationMillis() + 3 * tasks.longestTimeoutMillis());
    return settings
        .startAt()
        .map(at -> load.plus(Duration.between(Instant.now(), at)))
        .orElse(load)
        .plusMinutes(2);
  }

  /** To be called last in the simulation's constructor. */
  public void constructed() {
    outlet.awaitRun(this::interrupted);
  }

  /** To be called from {@code after()}: the log is complete, Gatling's report comes later. */
  public void after() {
    long now = System.currentTimeMillis();
    live.ended();
    watches.forEach(Watch::close);
    instruments.get().close();
    target.close();
    Recorder recorded = recorder.get();
    steps.ifPresent(s -> recorded.planned(s.phases(), s.tasks()));
    String reason = endedEarly.get();
    recorded.ended(
        reason == null ? RunManifest.Status.COMPLETED : RunManifest.Status.ABORTED, reason, now);
    outlet.over(recorded.directory(), startMillis.get(), now);
  }

  private void engineBuilt(EventLoopGroup loops) {
    try {
      Path directory = outlet.directory();
      RunManifest planned =
          Manifests.planned(share, settings, launch, target, binding, System.currentTimeMillis());
      recorder.set(new Recorder(directory, planned, counters, lag));
      TaskEvents told = live.beside(recorder.get());
      events.set(steps.isPresent() ? told.and(steps.get()) : told);
      live.run(directory, planned, profile, this::sinceStart, this::phases);
      if (hasUsers()) {
        live.gauge("loadtest_users_active", "Users whose time is not over.", users::get);
      }
      if (target.sandbox().isPresent()) {
        target.sandbox().get().reportCountersTo(directory.resolve(SandboxCounters.FILE));
      }
      instruments.set(Instruments.start(directory, metrics, loops, lag, System.out));
      instruments.get().showTo(live);
      live.watch(
          new LiveRun(
              profile.name(),
              directory.getFileName().toString(),
              baseUrl(),
              profile.phases(),
              this::moment));
    } catch (IOException e) {
      throw new UncheckedIOException("the run directory cannot be written", e);
    }
    watches.add(new Watch("progress", PROGRESS.toMillis(), progress::print));
    watches.add(new Watch("stop", LOOK.toMillis(), this::look));
    steps.ifPresent(s -> watches.add(new Watch("steps", SteppedLoad.LOOK_MILLIS, () -> decide(s))));
  }

  private void decide(SteppedLoad load) {
    if (startMillis.get() != NOT_STARTED) {
      load.look(sinceStart(), () -> recorder.get().planned(load.phases(), load.tasks()));
    }
  }

  private List<Phase> phases() {
    return steps.map(SteppedLoad::phases).orElseGet(profile::phases);
  }

  /** Whether the number of Gatling's users says anything. */
  private boolean hasUsers() {
    return !isOpen() && steps.isEmpty();
  }

  private VirtualUser arrive(Session session) {
    started();
    users.incrementAndGet();
    // Gatling numbers users from 1 in the order in which they are injected.
    long number = session.userId() - 1 - warmUp.users();
    return new VirtualUser(
        steps.map(s -> s.schedule(number)).orElseGet(() -> share.schedule(settings.seed(), number)),
        startMillis.get(),
        System::currentTimeMillis,
        this::submitting,
        users::decrementAndGet);
  }

  private boolean submitting() {
    return endedEarly.get() == null;
  }

  private void started() {
    // Several injectors start as one: an early user waits for its time, a late one is late.
    long start = settings.startAt().map(Instant::toEpochMilli).orElseGet(System::currentTimeMillis);
    if (startMillis.compareAndSet(NOT_STARTED, start)) {
      recorder.get().started(start, warmUp.submitted());
      steps.ifPresent(s -> s.began(start));
      live.started(start);
      if (warmUp.hopeless()) {
        endEarly("no task of the warm-up completed; the first: " + warmUp.firstFailure());
      }
    }
  }

  private TaskInFlight nextTask(VirtualUser user) {
    PlannedTask task = user.next();
    return tasks.make(task, user.intendedMillis(task), events.get());
  }

  private Optional<Journey.Arrival> nextArrival() {
    started();
    PlannedTask task;
    synchronized (arrivals) {
      if (!submitting() || !arrivals.hasNext()) {
        return Optional.empty();
      }
      task = arrivals.next();
    }
    long intended = startMillis.get() + task.offsetMillis();
    return Optional.of(
        new Journey.Arrival(
            () -> Duration.ofMillis(Math.max(0, intended - System.currentTimeMillis())),
            () -> tasks.make(task, intended, events.get())));
  }

  /** Submission ends; tasks in flight are waited for, then the engine ends. */
  private void endEarly(String reason) {
    endedEarly.compareAndSet(null, reason);
  }

  private void look() {
    if (submitting()) {
      stopRule
          .flatMap(rule -> rule.broken(System.currentTimeMillis(), counters.soFar()))
          .ifPresent(reason -> endEarly("stop criterion: " + reason));
    } else if (counters.soFar().inFlight() == 0) {
      engine.stop();
    }
  }

  private LiveRun.Moment moment() {
    long since = sinceStart();
    return new LiveRun.Moment(
        since,
        Progress.phase(phases(), since),
        hasUsers() ? users.get() : Double.NaN,
        counters.soFar(),
        instruments.get().gauges());
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
    endEarly("interrupted");
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
}
