package io.functionrunner.perf.load;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.functionrunner.perf.load.lifecycle.LoadRun;
import io.functionrunner.perf.load.lifecycle.Preparations;
import io.functionrunner.perf.load.settings.Launch;
import io.functionrunner.perf.load.settings.Refused;
import io.functionrunner.perf.load.settings.Settings;
import io.functionrunner.perf.workload.Arrivals;
import io.functionrunner.perf.workload.Cohort;
import io.functionrunner.perf.workload.DecidedSteps;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.Share;
import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A simulation is a profile; all else is the same for all of them. */
public abstract class ProfileSimulation extends Simulation {

  /**
   * Gatling 3.15.1 cuts a ramp down to whole seconds ({@code RampOpenInjection}), and one of less
   * than a second to nothing: then no user ever comes.
   */
  private static final long GATLING_RAMP_UNIT_MILLIS = 1000;

  /** Slots of the open model's injection; Gatling nests them, so they cannot be many. */
  private static final int SLOTS = 500;

  private final LoadRun run;

  /**
   * Prepares the run.
   *
   * @param profile at full scale, as the documentation has it
   */
  protected ProfileSimulation(Profile profile) {
    try {
      run = Preparations.prepare(profile, Settings.ofThisJvm(), Launch.ofThisJvm(), System.out);
      setUp(population(run)).protocols(protocol(run)).maxDuration(run.safetyNet());
      run.constructed();
    } catch (Refused e) {
      e.end();
      throw e;
    }
  }

  @Override
  public final void after() {
    run.after();
  }

  private static PopulationBuilder population(LoadRun run) {
    PopulationBuilder load =
        scenario(run.profile().name())
            .exec(run.engine())
            .exec(run.journey())
            .injectOpen(run.isOpen() ? arrivals(run.share(), run.seed()) : injection(run.share()));
    return run.warmUpUsers() == 0
        ? load
        : scenario("warm-up")
            .exec(run.warmUpJourney())
            .injectOpen(atOnceUsers(run.warmUpUsers()))
            .andThen(load);
  }

  private static HttpProtocolBuilder protocol(LoadRun run) {
    HttpProtocolBuilder protocol =
        http.baseUrl(run.baseUrl())
            .userAgentHeader("function-runner-performance")
            .disableAutoReferer()
            .disableCaching()
            // A redirect would carry credentials to a host that nobody checked.
            .disableFollowRedirect()
            .disableWarmUp();
    return run.sharesConnections() ? protocol.shareConnections() : protocol;
  }

  /**
   * Cohorts come in order and their ramps do not overlap: so users are numbered as planned. A user
   * that Gatling starts too early waits until its own schedule begins.
   */
  private static OpenInjectionStep[] injection(Share share) {
    if (share.profile().search().isPresent()) {
      return new OpenInjectionStep[] {atOnceUsers(DecidedSteps.SOURCES)};
    }
    List<OpenInjectionStep> steps = new ArrayList<>();
    long atMillis = 0;
    List<Cohort> cohorts = share.profile().cohorts();
    for (int i = 0; i < cohorts.size(); i++) {
      Cohort cohort = cohorts.get(i);
      int users = share.users(i);
      if (cohort.startMillis() > atMillis) {
        steps.add(nothingFor(Duration.ofMillis(cohort.startMillis() - atMillis)));
      }
      steps.add(
          cohort.rampMillis() < GATLING_RAMP_UNIT_MILLIS
              ? atOnceUsers(users)
              : rampUsers(users).during(Duration.ofMillis(cohort.rampMillis())));
      atMillis = cohort.startMillis() + cohort.rampMillis();
    }
    return steps.toArray(OpenInjectionStep[]::new);
  }

  /**
   * One virtual user a task. Gatling's own Poisson injection knows no seed and no millisecond, and
   * a step a task would be too many: so users come a slot's worth at a time, and wait for their
   * task.
   */
  private static OpenInjectionStep[] arrivals(Share share, long seed) {
    int[] counts = Arrivals.perSlot(share, seed, SLOTS);
    List<OpenInjectionStep> steps = new ArrayList<>();
    long duration = share.profile().durationMillis();
    for (int slot = 0; slot < SLOTS; slot++) {
      long start = duration * slot / SLOTS;
      long end = duration * (slot + 1) / SLOTS;
      steps.add(atOnceUsers(counts[slot]));
      steps.add(nothingFor(Duration.ofMillis(end - start)));
    }
    return steps.toArray(OpenInjectionStep[]::new);
  }
}
