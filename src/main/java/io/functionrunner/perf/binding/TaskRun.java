package io.functionrunner.perf.binding;

import io.functionrunner.perf.binding.HttpSender.NoAnswerException;
import io.functionrunner.perf.binding.TargetReport.Step;
import io.functionrunner.perf.run.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One task of a {@link TargetCheck}, from its uploads to its end. */
final class TaskRun {
  private final Binding binding;
  private final HttpSender sender;
  private final GenerationTask task;
  private final double speed;
  private final Polling polling;
  private final List<Step> steps = new ArrayList<>();
  private final long startNanos = System.nanoTime();
  private final long deadlineNanos;
  private ServerTimes times = ServerTimes.NONE;

  TaskRun(Binding binding, HttpSender sender, TargetCheck.Limits limits, GenerationTask task) {
    this.binding = binding;
    this.sender = sender;
    this.task = task;
    this.speed = limits.speed();
    this.polling = binding.polling(task.template());
    Duration deadline = scaled(polling.deadline());
    Duration bound = deadline.compareTo(limits.task()) < 0 ? deadline : limits.task();
    this.deadlineNanos = startNanos + bound.toNanos();
  }

  TargetReport.TaskSteps run() throws InterruptedException {
    Outcome outcome;
    try {
      outcome = upload(binding.prepare(task));
    } catch (BindingException e) {
      Duration none = Duration.ZERO;
      note(new Step("binding", "", OptionalInt.empty(), binding.mask(e.getMessage()), none, 1));
      outcome = Outcome.ERROR;
    }
    return new TargetReport.TaskSteps(
        task.template(), task.quality(), List.copyOf(steps), outcome, sinceStart(), times);
  }

  private Outcome upload(Preparation preparation) throws InterruptedException {
    Optional<HttpCall> next = binding.upload(preparation);
    if (next.isEmpty()) {
      return submit(preparation);
    }
    Optional<Uploaded> uploaded =
        call("upload", next.get(), a -> binding.uploaded(preparation, a), Words::of);
    if (uploaded.isPresent() && uploaded.get() instanceof Uploaded.Done done) {
      return upload(done.preparation());
    }
    return uploaded.filter(Uploaded.Rejected.class::isInstance).isPresent()
        ? Outcome.REJECTED
        : Outcome.ERROR;
  }

  private Outcome submit(Preparation preparation) throws InterruptedException {
    Optional<Submission> submission =
        call(
            "submit",
            binding.submit(preparation),
            a -> binding.submitted(preparation, a),
            Words::of);
    if (submission.isPresent() && submission.get() instanceof Submission.Accepted accepted) {
      times = accepted.times();
      return follow(accepted.ref());
    }
    return submission.filter(Submission.Rejected.class::isInstance).isPresent()
        ? Outcome.REJECTED
        : Outcome.ERROR;
  }

  private Outcome follow(TaskRef ref) throws InterruptedException {
    Optional<Status.Ended> checked =
        poll("check", binding.check(ref), a -> binding.checked(ref, a), polling.firstDelay());
    if (checked.isEmpty()) {
      return timedOut(ref);
    }
    TaskRef end = checked.get().ref();
    Outcome outcome = checked.get().outcome();
    Optional<HttpCall> result =
        outcome == Outcome.COMPLETED ? binding.result(end) : Optional.empty();
    if (result.isEmpty()) {
      return outcome;
    }
    if (!binding.confirmsByResult()) {
      call("result", result.get(), a -> binding.resulted(end, a), Words::of);
      return outcome;
    }
    return poll("result", result.get(), a -> binding.resulted(end, a), Duration.ZERO)
        .map(Status.Ended::outcome)
        .orElse(Outcome.TIMED_OUT);
  }

  private Outcome timedOut(TaskRef ref) throws InterruptedException {
    if (binding.cancelsAtDeadline()) {
      call(
          "cancel",
          binding.cancel(ref).orElseThrow(),
          binding::cancelled,
          taken -> taken ? "cancellation accepted" : "cancellation not accepted");
    }
    return Outcome.TIMED_OUT;
  }

  /** Asks until the task has ended; empty: the deadline came first. */
  private Optional<Status.Ended> poll(
      String name, HttpCall call, Function<Answer, Status> read, Duration firstDelay)
      throws InterruptedException {
    Duration delay = scaled(firstDelay);
    for (int poll = 1; ; poll++) {
      long leftNanos = deadlineNanos - System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(Math.min(delay.toNanos(), leftNanos));
      if (delay.toNanos() >= leftNanos) {
        return Optional.empty();
      }
      Optional<Status> status = call(name, call, read, Words::of);
      if (status.isPresent() && status.get() instanceof Status.Ended ended) {
        times = ended.times().equals(ServerTimes.NONE) ? times : ended.times();
        return Optional.of(ended);
      }
      double uniform = ThreadLocalRandom.current().nextDouble();
      delay = status.flatMap(TaskRun::hint).orElse(scaled(polling.delayBefore(poll, uniform)));
    }
  }

  private static Optional<Duration> hint(Status status) {
    if (status instanceof Status.Pending pending) {
      return pending.hint();
    }
    return status instanceof Status.Throttled throttled ? throttled.retryAfter() : Optional.empty();
  }

  /** Makes the call and notes the step; empty: no answer came. */
  private <T> Optional<T> call(
      String name, HttpCall call, Function<Answer, T> read, Function<T, String> words)
      throws InterruptedException {
    long sentNanos = System.nanoTime();
    OptionalInt code = OptionalInt.empty();
    Optional<T> meaning = Optional.empty();
    String understood;
    try {
      Answer answer = sender.send(call);
      code = OptionalInt.of(answer.status());
      meaning = Optional.of(read.apply(answer));
      understood = words.apply(meaning.get());
    } catch (NoAnswerException e) {
      understood = e.kind().id() + ": " + e.getMessage();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - sentNanos);
    String what = binding.mask(call.method() + " " + call.url());
    note(new Step(name, what, code, binding.mask(understood), took, 1));
    return meaning;
  }

  private void note(Step step) {
    int last = steps.size() - 1;
    if (last >= 0 && steps.get(last).saysTheSameAs(step)) {
      steps.set(last, steps.get(last).and(step));
    } else {
      steps.add(step);
    }
  }

  private Duration scaled(Duration real) {
    return Duration.ofNanos(Math.round(real.toNanos() / speed));
  }

  private Duration sinceStart() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }
}
