package io.functionrunner.perf.binding;

import java.time.Duration;
import java.util.Optional;

/** What answers mean, said to a person. */
final class Words {
  private Words() {}

  static String of(Uploaded uploaded) {
    if (uploaded instanceof Uploaded.Rejected rejected) {
      return "rejected for load" + again(rejected.retryAfter()) + reason(rejected.reason());
    }
    return uploaded instanceof Uploaded.Refused refused
        ? refused.kind().id() + reason(refused.reason())
        : "uploaded";
  }

  static String of(Submission submission) {
    if (submission instanceof Submission.Accepted accepted) {
      return "accepted as " + Excerpt.of(accepted.ref().id());
    }
    if (submission instanceof Submission.Rejected rejected) {
      return "rejected for load" + again(rejected.retryAfter()) + reason(rejected.reason());
    }
    Submission.Refused refused = (Submission.Refused) submission;
    return refused.kind().id() + reason(refused.reason());
  }

  static String of(Status status) {
    if (status instanceof Status.Pending pending) {
      return "not ended yet" + again(pending.hint());
    }
    if (status instanceof Status.Throttled throttled) {
      return "too many polls" + again(throttled.retryAfter());
    }
    if (status instanceof Status.Ended ended) {
      return ended.outcome().id() + reason(ended.reason());
    }
    Status.Broken broken = (Status.Broken) status;
    return broken.kind().id() + reason(broken.reason());
  }

  private static String reason(String reason) {
    return reason.isEmpty() ? "" : ": " + reason;
  }

  private static String again(Optional<Duration> wait) {
    return wait.map(duration -> ", ask again after " + duration.toMillis() + " ms").orElse("");
  }
}
