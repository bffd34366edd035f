package io.functionrunner.perf.load.journey;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;

import io.functionrunner.perf.load.request.BoundCall;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What one user does: keeps its schedule, forks every task, stays until its end, and waits for the
 * tasks that are still out (the drain).
 */
public final class Journey {

  private static final String USER = "virtual user";
  private static final String TASK = "task in flight";
  private static final String ARRIVAL = "arrival";

  /** How often a user with nothing else to do looks whether its tasks have ended. */
  private static final Duration DRAIN_LOOK = Duration.ofMillis(50);

  private Journey() {}

  /**
   * The chain of the scenario.
   *
   * @param arrive gives the session's user, at its start
   * @param fork makes the user's next task ready to go
   * @param clock epoch milliseconds
   * @param timeoutMillis after which Gatling gives a request up
   */
  public static ChainBuilder of(
      Function<Session, VirtualUser> arrive,
      Function<VirtualUser, TaskInFlight> fork,
      LongSupplier clock,
      long timeoutMillis) {
    Fork task =
        new Fork(
            session -> {
              VirtualUser user = user(session);
              user.forked();
              return session.set(TASK, fork.apply(user));
            },
            task(clock, timeoutMillis),
            session -> user(session).joined());
    return exec(session -> session.set(USER, arrive.apply(session)))
        .asLongAs(session -> user(session).hasNext())
        .on(
            pause(session -> user(session).untilNext())
                .doIf(session -> user(session).due())
                .then(exec(task)))
        .exec(pause(session -> user(session).untilEnd()))
        .exec(
            session -> {
              user(session).left();
              return session;
            })
        .asLongAs(session -> user(session).waits())
        .on(pause(DRAIN_LOOK));
  }

  /**
   * The chain of the open model's scenario: one task, at its time.
   *
   * @param arrive gives the next task and how long it is until then; empty when there is none
   * @param submitting false once the run's submission was ended early
   */
  public static ChainBuilder open(
      Supplier<Optional<Arrival>> arrive,
      BooleanSupplier submitting,
      LongSupplier clock,
      long timeoutMillis) {
    return exec(session -> arrive.get().map(a -> session.set(ARRIVAL, a)).orElse(session))
        .doIf(session -> session.contains(ARRIVAL))
        .then(
            pause(session -> session.<Arrival>get(ARRIVAL).delay().get())
                // As above: a run may be ended while its next tasks wait for their time.
                .doIf(session -> submitting.getAsBoolean())
                .then(
                    exec(session -> session.set(TASK, session.<Arrival>get(ARRIVAL).task().get()))
                        .exec(task(clock, timeoutMillis))));
  }

  /**
   * A task of the open model.
   *
   * @param delay until it is due
   * @param task makes it ready to go
   */
  public record Arrival(Supplier<Duration> delay, Supplier<TaskInFlight> task) {}

  /**
   * The chain of the warm-up: one task, without a trace in Gatling's statistics.
   *
   * @param next makes a task ready to go
   */
  public static ChainBuilder warmUp(
      Supplier<TaskInFlight> next, LongSupplier clock, long timeoutMillis) {
    return exec(session -> session.set(TASK, next.get()))
        .exec(calls(BoundCall.silent(Journey::inFlight, clock, timeoutMillis)));
  }

  private static ChainBuilder task(LongSupplier clock, long timeoutMillis) {
    return calls(BoundCall.of(Journey::inFlight, clock, timeoutMillis))
        .exec(new LogTask(Journey::inFlight));
  }

  private static ChainBuilder calls(ChainBuilder call) {
    return asLongAs(session -> inFlight(session).open())
        .on(pause(session -> inFlight(session).delay()).exec(call));
  }

  private static VirtualUser user(Session session) {
    return session.get(USER);
  }

  private static TaskInFlight inFlight(Session session) {
    return session.get(TASK);
  }
}
