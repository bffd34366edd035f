package io.functionrunner.perf.load.lifecycle;

import static io.gatling.javaapi.core.CoreDsl.exec;

import io.functionrunner.perf.load.journey.EngineAction;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The first action of the scenario. It does nothing, but being built is the only sign that Gatling
 * gives that the run's directory exists; and there an action can be prepared that ends the engine
 * from outside, since Gatling has no shutdown hook: without it Ctrl-C leaves a log of 0 bytes.
 */
final class EngineHandle implements ActionBuilder {

  private final Consumer<EventLoopGroup> whenBuilt;
  private final AtomicReference<Runnable> stop = new AtomicReference<>();

  /**
   * @param whenBuilt called with Gatling's event loops when the run's directory is there, before
   *     the load
   */
  EngineHandle(Consumer<EventLoopGroup> whenBuilt) {
    this.whenBuilt = whenBuilt;
  }

  /** Ends the engine: it writes its log and goes on to {@code after()} and the report. */
  void stop() {
    Runnable action = stop.get();
    if (action != null) {
      action.run();
    }
  }

  @Override
  public io.gatling.core.action.builder.ActionBuilder asScala() {
    return new ScalaBuilder();
  }

  private final class ScalaBuilder implements io.gatling.core.action.builder.ActionBuilder {

    @Override
    public Action build(ScenarioContext context, Action next) {
      ChainBuilder ending = exec(session -> session).stopLoadGenerator("the run was ended early");
      Action nothing = new EngineAction("nothing", session -> {});
      Action first = ending.wrapped.build(context, nothing);
      stop.set(
          () ->
              first.$bang(
                  io.gatling.core.session.Session$.MODULE$.apply(
                      "stop", 0, context.coreComponents().eventLoopGroup().next())));
      whenBuilt.accept(context.coreComponents().eventLoopGroup());
      return new EngineAction("first", (Session session) -> next.$bang(session));
    }
  }
}
