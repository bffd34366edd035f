package io.functionrunner.perf.load.journey;

import com.typesafe.scalalogging.Logger;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** A step of Gatling's engine as a function; the function passes the session on, or ends it. */
public final class EngineAction implements Action {

  private final String name;
  private final Consumer<Session> body;
  private Logger logger = Logger.apply(LoggerFactory.getLogger(EngineAction.class));

  public EngineAction(String name, Consumer<Session> body) {
    this.name = name;
    this.body = body;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void execute(Session session) {
    body.accept(session);
  }

  // The next two are the fields that the Scala trait StrictLogging asks of its heirs.

  @Override
  public Logger logger() {
    return logger;
  }

  @Override
  public void com$typesafe$scalalogging$StrictLogging$_setter_$logger_$eq(Logger value) {
    logger = value;
  }
}
