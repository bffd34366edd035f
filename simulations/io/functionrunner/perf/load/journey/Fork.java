package io.functionrunner.perf.load.journey;

import io.gatling.core.action.Action;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Starts a chain on a copy of the session, and lets the user go on at once. A Gatling user is
 * sequential: if it polled its tasks itself, one stalled poll would delay its next submission.
 *
 * @param child makes the copy that the chain runs on
 * @param chain what the copy does
 * @param join called with the copy at the chain's end
 */
record Fork(UnaryOperator<Session> child, ChainBuilder chain, Consumer<Session> join)
    implements ActionBuilder {

  @Override
  public io.gatling.core.action.builder.ActionBuilder asScala() {
    return new ScalaBuilder();
  }

  private final class ScalaBuilder implements io.gatling.core.action.builder.ActionBuilder {

    @Override
    public Action build(ScenarioContext context, Action next) {
      Action end = new EngineAction("join", session -> join.accept(new Session(session)));
      Action first = chain.wrapped.build(context, end);
      return new EngineAction(
          "fork",
          session -> {
            first.$bang(child.apply(new Session(session)).asScala());
            next.$bang(session);
          });
    }
  }
}
