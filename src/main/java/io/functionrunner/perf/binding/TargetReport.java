package io.functionrunner.perf.binding;

import io.functionrunner.perf.run.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** What {@link TargetCheck} saw. No text in it holds a secret of the binding. */
public record TargetReport(String binding, String baseUrl, List<TaskSteps> tasks) {

  /**
   * One task from submission to its end.
   *
   * @param times as the server told them last
   */
  public record TaskSteps(
      String template,
      String quality,
      List<Step> steps,
      Outcome outcome,
      Duration took,
      ServerTimes times) {}

  /**
   * A call, or polls in a row that said the same.
   *
   * @param name {@code upload}, {@code submit}, {@code check}, {@code result} or {@code cancel}
   * @param call method and URL; empty where no call could be made
   * @param code empty: no answer
   * @param understood what the binding made of the answer
   * @param took the slowest of these calls
   * @param count of calls
   */
  public record Step(
      String name, String call, OptionalInt code, String understood, Duration took, int count) {

    Step and(Step next) {
      Duration slowest = took.compareTo(next.took) > 0 ? took : next.took;
      return new Step(name, call, code, understood, slowest, count + next.count);
    }

    boolean saysTheSameAs(Step other) {
      return name.equals(other.name)
          && call.equals(other.call)
          && code.equals(other.code)
          && understood.equals(other.understood);
    }
  }

  /** Whether every task came to a good end. */
  public boolean isGood() {
    return tasks.stream().allMatch(task -> task.outcome() == Outcome.COMPLETED);
  }

  /** For a terminal: a line a step. */
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append("%s at %s%n".formatted(binding, baseUrl));
    for (TaskSteps task : tasks) {
      out.append("%n%s, %s%n".formatted(task.template(), task.quality()));
      for (Step step : task.steps()) {
        out.append(
            "  %-7s %s -> %s, %d ms%s: %s%n"
                .formatted(
                    step.name(),
                    step.call(),
                    step.code().isPresent() ? "HTTP " + step.code().getAsInt() : "no answer",
                    step.took().toMillis(),
                    step.count() > 1 ? " (" + step.count() + " calls)" : "",
                    step.understood()));
      }
      out.append(
          "  = %s after %d ms%s%n"
              .formatted(task.outcome().id(), task.took().toMillis(), split(task.times())));
    }
    return out.toString();
  }

  private static String split(ServerTimes times) {
    String queue = times.queue().isPresent() ? ", queue " + times.queue().getAsLong() + " ms" : "";
    String run = times.run().isPresent() ? ", run " + times.run().getAsLong() + " ms" : "";
    return queue.isEmpty() && run.isEmpty()
        ? "; the server told no times"
        : "; the server says" + (queue + run).substring(1);
  }
}
