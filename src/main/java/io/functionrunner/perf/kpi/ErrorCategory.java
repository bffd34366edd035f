package io.functionrunner.perf.kpi;

import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.TaskRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The way in which a task ended without success: its outcome, and for an error of the submission
 * its kind too, {@code error: http_5xx}. These are the words of Gatling's own report. There are few
 * of them, unlike reasons, which a server writes.
 */
public final class ErrorCategory {

  private static final Pattern KIND = Pattern.compile("([a-z0-9_]{1,20})(?:: .*)?", Pattern.DOTALL);

  private ErrorCategory() {}

  /** The category of a task that ended, and did not complete. */
  public static String of(TaskRecord task) {
    String outcome = task.outcome().id();
    Matcher kind = KIND.matcher(task.reason());
    return task.outcome() == Outcome.ERROR && kind.matches()
        ? outcome + ": " + kind.group(1)
        : outcome;
  }
}
