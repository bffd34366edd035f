package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.binding.Binding;
import io.functionrunner.perf.binding.ClientTls;
import io.functionrunner.perf.binding.GenerationTask;
import io.functionrunner.perf.binding.Preparation;
import io.functionrunner.perf.binding.RemoteGuard;
import io.functionrunner.perf.capacity.BreakingPointSearch;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.load.settings.Launch;
import io.functionrunner.perf.load.settings.Refused;
import io.functionrunner.perf.load.settings.Settings;
import io.functionrunner.perf.media.Feeders;
import io.functionrunner.perf.workload.Mix;
import io.functionrunner.perf.workload.Modality;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.Quality;
import io.functionrunner.perf.workload.SearchPlan;
import io.functionrunner.perf.workload.Share;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** From settings to a run that may start; whatever is wrong is refused here, before any load. */
public final class Preparations {

  private Preparations() {}

  /**
   * Prepares one run.
   *
   * @param whole profile at full scale, with all of its mix
   */
  public static LoadRun prepare(Profile whole, Settings settings, Launch launch, PrintStream out) {
    Profile mixed = settings.mix().map(whole::withMix).orElse(whole);
    Profile profile =
        settings.modalities().isEmpty()
            ? mixed
            : orRefused(() -> mixed.only(settings.modalities()));
    List<String> modalities =
        profile.mix().entries().stream().map(Mix.Entry::modality).map(m -> m.id()).toList();
    checkSearch(profile, settings);
    Feeders feeders =
        orRefused(
            () ->
                settings
                    .feeders()
                    .map(folder -> Feeders.load(folder, modalities))
                    .orElseGet(() -> Feeders.builtIn(modalities)));
    CriteriaFile criteria = criteria(settings);
    checkBaselines(profile, settings);
    if (launch.packaged() && settings.target().isEmpty()) {
      throw new Refused(
          "A package for Gatling Enterprise has no sandbox with it. Expecting -Dtarget, the base URL of a function runner: http://host:port");
    }
    settings.target().ifPresent(url -> guard(() -> RemoteGuard.check(url, settings.allowRemote())));
    Target target = Target.of(settings, launch.javaHome(), launch.classPath());
    try {
      Binding binding =
          orRefused(() -> Binding.load(settings.api(), target.baseUrl(), launch.environment()));
      target.reach(binding.tls().map(ClientTls::context));
      for (Mix.Entry entry : profile.mix().entries()) {
        String template = entry.modality().template();
        if (!binding.supports(template)) {
          throw new Refused(
              "-Dapi=%s: the binding has no template %s, which %s submits"
                  .formatted(settings.api(), template, profile.name()));
        }
        entry.qualities().keySet().forEach(q -> tryOut(binding, feeders, entry.modality(), q));
      }
      Profile scaled = scaled(profile, settings, target.speed());
      TargetMetrics metrics = TargetMetrics.of(settings.metrics(), launch, target);
      Share share = share(scaled, settings);
      limits(share, settings, target, out);
      announce(share, settings, target, binding, out);
      awaitEmptyQueue(settings, target, metrics, out);
      return new LoadRun(share, settings, launch, target, metrics, binding, feeders, criteria);
    } catch (RuntimeException e) {
      target.close();
      throw e;
    }
  }

  /** A load that is decided by what one injector sees can be neither shared nor planned. */
  private static void checkSearch(Profile profile, Settings settings) {
    if (profile.search().isEmpty()) {
      return;
    }
    if (!settings.shard().whole()) {
      throw new Refused(
          "-Dshard=%s: %s decides its load by what it sees, so that one injector has to do it"
              .formatted(settings.shard(), profile.name()));
    }
    if (settings.given().containsKey("model")) {
      throw new Refused(
          "-Dmodel=%s: %s decides its load step by step, which is neither of both models"
              .formatted(settings.model().id(), profile.name()));
    }
  }

  /** A sandbox of our own has just started, and nobody else knows it. */
  private static void awaitEmptyQueue(
      Settings settings, Target target, TargetMetrics metrics, PrintStream out) {
    if (target.sandbox().isEmpty() && settings.queueWait().isPresent()) {
      metrics
          .queueDepth()
          .map(q -> new EmptyQueue(q, settings.queueWait().get(), out, EmptyQueue.WALL_CLOCK))
          .ifPresent(EmptyQueue::await);
    }
  }

  /** A binding that needs an input which the feeders do not have is found out before the load. */
  private static void tryOut(Binding binding, Feeders feeders, Modality modality, Quality quality) {
    guard(
        () -> {
          GenerationTask task =
              new GenerationTask(
                  modality.template(),
                  quality.id(),
                  feeders.inputs(modality.id(), quality.id(), 0));
          Preparation preparation = binding.prepare(task);
          if (binding.upload(preparation).isEmpty()) {
            var unused = binding.submit(preparation);
          }
        });
  }

  static Profile scaled(Profile profile, Settings settings, double speed) {
    Profile scaled = profile;
    if (settings.users().isPresent()) {
      scaled = scaled.withUsers(settings.users().getAsInt());
    }
    if (settings.duration().isPresent()) {
      scaled =
          scaled.stretched((double) settings.duration().get().toMillis() / scaled.durationMillis());
    }
    return scaled.stretched(settings.timeScale()).compressed(speed);
  }

  private static Share share(Profile scaled, Settings settings) {
    Share share = new Share(scaled, settings.shard());
    if (share.users() == 0) {
      throw new Refused(
          "-Dshard=%s: the whole run has %d users, which is none for this injector"
              .formatted(settings.shard(), scaled.users()));
    }
    return share;
  }

  private static void announce(
      Share share, Settings settings, Target target, Binding binding, PrintStream out) {
    Profile scaled = share.profile();
    out.printf(
        Locale.ROOT,
        "%n%s against %s%s, API %s, seed %d%n",
        scaled.name(),
        target.baseUrl(),
        target.sandbox().isPresent() ? " (the sandbox, as no -Dtarget was given)" : "",
        binding.name(),
        settings.seed());
    if (target.speed() != 1) {
      out.printf(
          Locale.ROOT,
          "Time is compressed by %s: durations, service times and poll intervals / %1$s,"
              + " frequencies x %1$s.%n",
          plain(target.speed()));
    }
    if (scaled.search().isPresent()) {
      announce(scaled, scaled.search().get(), out);
      return;
    }
    out.printf(
        Locale.ROOT,
        "%d users%s, %s of load, then the drain.%n%n",
        share.users(),
        share.shard().whole()
            ? ""
            : " (injector %s of a run with %d users)".formatted(share.shard(), scaled.users()),
        words(Duration.ofMillis(scaled.durationMillis())));
    settings.startAt().ifPresent(at -> out.printf("The load starts at %s.%n%n", at));
  }

  private static void announce(Profile scaled, SearchPlan plan, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "Searches for the breaking point: from the load of %d users (%.2f tasks/s) twice as much until it is not carried,"
            + " then the middle until the ends are within %.0f %%, then both ends %d times."
            + " Steps of %s (%s to settle), %s at most, then the drain.%n%n",
        scaled.users(),
        scaled.tasksPerSecond(),
        100 * (BreakingPointSearch.CLOSE - 1),
        BreakingPointSearch.REPLICATES,
        words(Duration.ofMillis(plan.stepMillis())),
        words(Duration.ofMillis(plan.settleMillis())),
        words(Duration.ofMillis(scaled.durationMillis())));
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  private static String words(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private static void limits(Share share, Settings settings, Target target, PrintStream out) {
    int addresses = 1;
    try {
      addresses = InetAddress.getAllByName(target.baseUrl().getHost()).length;
    } catch (UnknownHostException e) {
      // It answered a moment ago; one address is the careful guess.
    }
    new Limits(share.peakUsers(), settings.sharedConnections(), addresses)
        .check(HostLimits.ofThisProcess())
        .forEach(out::println);
  }

  /** What could not be compared with after the load is better known before it. */
  private static void checkBaselines(Profile profile, Settings settings) {
    try {
      settings.baselines().check(profile.name());
    } catch (IOException e) {
      throw new Refused(e.getMessage());
    }
  }

  private static CriteriaFile criteria(Settings settings) {
    try {
      return settings.criteria().isPresent()
          ? CriteriaFile.read(settings.criteria().get())
          : CriteriaFile.shipped();
    } catch (IOException e) {
      throw new Refused(e.getMessage());
    }
  }

  private static void guard(Runnable check) {
    orRefused(
        () -> {
          check.run();
          return true;
        });
  }

  private static <T> T orRefused(Supplier<T> made) {
    try {
      return made.get();
    } catch (Refused e) {
      throw e;
    } catch (RuntimeException e) {
      throw new Refused(e.getMessage());
    }
  }
}
