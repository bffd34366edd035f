package io.functionrunner.perf.load.journey;

import io.functionrunner.perf.binding.Answer;
import io.functionrunner.perf.binding.Binding;
import io.functionrunner.perf.binding.ErrorKind;
import io.functionrunner.perf.binding.HttpCall;
import io.functionrunner.perf.binding.Preparation;
import io.functionrunner.perf.binding.ServerTimes;
import io.functionrunner.perf.binding.Status;
import io.functionrunner.perf.binding.Submission;
import io.functionrunner.perf.binding.TaskRef;
import io.functionrunner.perf.binding.Uploaded;
import io.functionrunner.perf.load.request.Exchange;
import io.functionrunner.perf.run.Outcome;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.workload.PlannedTask;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One task from its submission to its end: which call comes next, when, and what its answer means.
 * Knows no HTTP client: the journey sends what {@link #call()} says and hands the answer back. Used
 * by one event loop.
 */
public final class TaskInFlight implements Exchange {

  /** What is being asked; its word begins the name of the request. */
  private enum Step {
    UPLOAD("upload"),
    SUBMIT("submit"),
    CHECK("check"),
    RESULT("result"),
    CANCEL("cancel"),
    ENDED("");

    final String word;

    Step(String word) {
      this.word = word;
    }

    boolean submits() {
      return this == UPLOAD || this == SUBMIT;
    }
  }

  private final PlannedTask planned;
  private final Binding binding;
  private final TaskRules rules;
  private final TaskEvents events;
  private final SplittableRandom random;
  private final long intendedMillis;

  private Step step;
  private Step sent;
  private HttpCall call;
  private long delayMillis;
  private boolean answered;
  private Optional<String> fault = Optional.empty();
  private Preparation preparation;
  private TaskRef ref;

  private long submitMillis = TaskRecord.ABSENT;
  private long acceptedMillis = TaskRecord.ABSENT;
  private long sentMillis;
  private long pendingMillis = TaskRecord.ABSENT;
  private ServerTimes times = ServerTimes.NONE;
  private int checks;
  private int rejections;
  private TaskRecord record;
  private String message = "";

  /**
   * A task that is about to be submitted.
   *
   * @param intendedMillis epoch
   * @param preparation of the submission, with the task's inputs
   * @param events hears what happens
   */
  public TaskInFlight(
      PlannedTask planned,
      long intendedMillis,
      Preparation preparation,
      Binding binding,
      TaskRules rules,
      TaskEvents events) {
    this.planned = planned;
    this.intendedMillis = intendedMillis;
    this.binding = binding;
    this.rules = rules;
    this.events = events;
    this.random = new SplittableRandom(planned.inputSeed());
    prepared(preparation);
  }

  /** Whether another call is to be made. */
  public boolean open() {
    return step != Step.ENDED;
  }

  /** How long to wait before it. */
  public Duration delay() {
    return Duration.ofMillis(delayMillis);
  }

  @Override
  public String requestName() {
    return step.word + ' ' + planned.modality().id();
  }

  @Override
  public HttpCall call() {
    return call;
  }

  /** The ended task, or null while it has not ended. */
  public TaskRecord record() {
    return record;
  }

  /** Why it is not a success, in a few words of ours (no text of a server); empty when it is. */
  public String message() {
    return message;
  }

  @Override
  public void sending(long nowMillis) {
    answered = false;
    fault = Optional.empty();
    sent = step;
    sentMillis = nowMillis;
    if (step.submits()) {
      if (submitMillis == TaskRecord.ABSENT) {
        submitMillis = nowMillis;
        events.submitted(planned, intendedMillis, nowMillis);
      }
      events.submissionSent();
    } else if (step == Step.CHECK) {
      checks++;
    }
  }

  @Override
  public Optional<String> fault() {
    return fault;
  }

  @Override
  public void answered(Answer answer, long nowMillis) {
    answered = true;
    fault = understood(answer, nowMillis);
  }

  private Optional<String> understood(Answer answer, long nowMillis) {
    return switch (sent) {
      case UPLOAD -> uploaded(binding.uploaded(preparation, answer), nowMillis);
      case SUBMIT -> submitted(binding.submitted(preparation, answer), nowMillis);
      case CHECK -> status(binding.checked(ref, answer), nowMillis);
      case RESULT -> status(binding.resulted(ref, answer), nowMillis);
      case CANCEL, ENDED -> {
        step = Step.ENDED;
        yield Optional.empty();
      }
    };
  }

  @Override
  public void over(long nowMillis, long timeoutMillis) {
    if (sent.submits()) {
      events.submissionOver();
    }
    if (answered) {
      return;
    }
    boolean timedOut = nowMillis - sentMillis >= timeoutMillis;
    ErrorKind kind = timedOut ? ErrorKind.TIMEOUT : ErrorKind.CONNECTION;
    switch (sent) {
      case UPLOAD, SUBMIT -> end(Outcome.ERROR, kind.id(), "no answer", nowMillis);
      case CHECK, RESULT -> again(Optional.empty(), nowMillis);
      case CANCEL, ENDED -> step = Step.ENDED;
    }
  }

  private Optional<String> uploaded(Uploaded uploaded, long nowMillis) {
    if (uploaded instanceof Uploaded.Done done) {
      prepared(done.preparation());
      return Optional.empty();
    } else if (uploaded instanceof Uploaded.Rejected rejected) {
      return rejected(rejected.retryAfter(), rejected.reason(), nowMillis);
    } else {
      Uploaded.Refused refused = (Uploaded.Refused) uploaded;
      end(Outcome.ERROR, refused.kind().id(), refused.reason(), nowMillis);
      return Optional.of(refused.kind().id());
    }
  }

  private void prepared(Preparation next) {
    preparation = next;
    Optional<HttpCall> upload = binding.upload(next);
    step = upload.isPresent() ? Step.UPLOAD : Step.SUBMIT;
    call = upload.orElseGet(() -> binding.submit(next));
    delayMillis = 0;
  }

  private Optional<String> submitted(Submission submission, long nowMillis) {
    if (submission instanceof Submission.Accepted accepted) {
      ref = accepted.ref();
      times = accepted.times();
      acceptedMillis = nowMillis;
      pendingMillis = sentMillis;
      events.accepted(planned, submitMillis, nowMillis);
      step = Step.CHECK;
      call = binding.check(ref);
      again(Optional.empty(), nowMillis);
      return Optional.empty();
    } else if (submission instanceof Submission.Rejected rejected) {
      return rejected(rejected.retryAfter(), rejected.reason(), nowMillis);
    } else {
      Submission.Refused refused = (Submission.Refused) submission;
      end(Outcome.ERROR, refused.kind().id(), refused.reason(), nowMillis);
      return Optional.of(refused.kind().id());
    }
  }

  private Optional<String> rejected(Optional<Duration> retryAfter, String reason, long nowMillis) {
    rejections++;
    if (rejections > rules.retries()) {
      end(Outcome.REJECTED, "", reason, nowMillis);
    } else {
      delayMillis =
          retryAfter.map(Duration::toMillis).orElseGet(() -> rules.delayBeforeRetry(rejections));
    }
    return Optional.of(Outcome.REJECTED.id());
  }

  private Optional<String> status(Status status, long nowMillis) {
    if (status instanceof Status.Pending pending) {
      times = pending.times();
      pendingMillis = sentMillis;
      again(pending.hint(), nowMillis);
      return Optional.empty();
    } else if (status instanceof Status.Ended ended) {
      times = ended.times();
      ref = ended.ref();
      if (sent == Step.CHECK && ended.outcome() == Outcome.COMPLETED && fetchesResult()) {
        return Optional.empty();
      }
      end(ended.outcome(), "", ended.reason(), nowMillis);
      return Optional.empty();
    } else if (status instanceof Status.Throttled throttled) {
      again(throttled.retryAfter(), nowMillis);
      return Optional.of("throttled");
    } else {
      again(Optional.empty(), nowMillis);
      return Optional.of(((Status.Broken) status).kind().id());
    }
  }

  private boolean fetchesResult() {
    Optional<HttpCall> result = binding.confirmsByResult() ? binding.result(ref) : Optional.empty();
    if (result.isEmpty()) {
      return false;
    }
    step = Step.RESULT;
    call = result.get();
    delayMillis = 0;
    return true;
  }

  /**
   * Asks again later; a task whose time is up is given up, and cancelled where that is possible.
   */
  private void again(Optional<Duration> hint, long nowMillis) {
    long left = submitMillis + rules.timeoutMillis() - nowMillis;
    if (left <= 0) {
      end(Outcome.TIMED_OUT, "", "not terminal after " + rules.timeoutMillis() + " ms", nowMillis);
      binding
          .cancel(ref)
          .ifPresent(
              cancel -> {
                step = Step.CANCEL;
                call = cancel;
                delayMillis = 0;
              });
      return;
    }
    long wait =
        hint.map(Duration::toMillis)
            .orElseGet(() -> rules.delayBeforeCheck(checks, random.nextDouble()));
    delayMillis = Math.min(wait, left);
  }

  private void end(Outcome outcome, String kind, String reason, long nowMillis) {
    step = Step.ENDED;
    if (outcome != Outcome.COMPLETED) {
      message = kind.isEmpty() ? outcome.id() : outcome.id() + ": " + kind;
    }
    record =
        new TaskRecord(
            planned.user(),
            planned.index(),
            planned.modality().id(),
            planned.quality().id(),
            intendedMillis,
            submitMillis,
            acceptedMillis,
            outcome,
            nowMillis,
            pendingMillis,
            times.createdMillis().orElse(TaskRecord.ABSENT),
            times.startedMillis().orElse(TaskRecord.ABSENT),
            times.completedMillis().orElse(TaskRecord.ABSENT),
            checks,
            rejections,
            binding.mask(
                kind.isEmpty() || reason.isEmpty() ? kind + reason : kind + ": " + reason));
    events.ended(record);
  }
}
