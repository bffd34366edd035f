package io.functionrunner.perf.load.journey;

import io.functionrunner.perf.run.TaskRecord;
import io.gatling.commons.stats.KO$;
import io.gatling.commons.stats.OK$;
import io.gatling.core.action.Action;
import io.gatling.core.stats.StatsEngine;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Session;
import java.util.function.Function;
import scala.Option;
import scala.collection.immutable.List$;

/**
 * Logs an ended task as a native response, so that it stands in Gatling's console, log and report:
 * {@code task image draft}, from the actual submission to the observed end.
 *
 * @param task finds the task in its session
 */
record LogTask(Function<Session, TaskInFlight> task) implements ActionBuilder {

  @Override
  public io.gatling.core.action.builder.ActionBuilder asScala() {
    return new ScalaBuilder();
  }

  private final class ScalaBuilder implements io.gatling.core.action.builder.ActionBuilder {

    @Override
    public Action build(ScenarioContext context, Action next) {
      StatsEngine stats = context.coreComponents().statsEngine();
      return new EngineAction(
          "log task",
          session -> {
            TaskInFlight ended = task.apply(new Session(session));
            TaskRecord record = ended.record();
            boolean ok = ended.message().isEmpty();
            stats.logResponse(
                session.scenario(),
                List$.MODULE$.empty(),
                "task " + record.modality() + ' ' + record.quality(),
                record.submitMillis(),
                record.endMillis(),
                ok ? OK$.MODULE$ : KO$.MODULE$,
                Option.empty(),
                ok ? Option.empty() : Option.apply(ended.message()));
            next.$bang(session);
          });
    }
  }
}
