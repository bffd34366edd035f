package io.functionrunner.perf.sandbox;

import io.functionrunner.perf.sandbox.ContentHash.Draw;
import io.functionrunner.perf.sandbox.FaultPlan.Level;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Which planted faults are on. Windows begin to count with the first submitted task. */
final class Faults {
  private final FaultPlan plan;

  /** Of the first submission; empty before. */
  private volatile OptionalLong originNanos = OptionalLong.empty();

  Faults(FaultPlan plan) {
    this.plan = plan;
  }

  FaultPlan plan() {
    return plan;
  }

  /** The first task was submitted now. */
  void begin(long nowNanos) {
    originNanos = OptionalLong.of(nowNanos);
  }

  boolean begun() {
    return originNanos.isPresent();
  }

  boolean active(Fault fault, long nowNanos) {
    return switch (fault) {
      case SLOWDOWN -> plan.slowdown() != 1;
      case ERROR_RATE -> plan.errorRate() > 0;
      case LOST_TASKS -> plan.lostRate() > 0;
      case MEMORY_LEAK -> plan.memoryLeakMebibytes() > 0;
      case SLOW_STAGE -> plan.slowStageSeconds() > 0;
      case STALL_WORKERS -> within(plan.stallWorkers(), nowNanos);
      case STALL_HTTP -> within(plan.stallHttp(), nowNanos);
      case GPU_THROTTLE -> within(plan.gpuThrottle().map(Level::window), nowNanos);
      case LATENCY_JITTER -> within(plan.latencyJitter().map(Level::window), nowNanos);
      case ERROR_BURST -> within(plan.errorBurst().map(Level::window), nowNanos);
    };
  }

  /** Speed of work as a share of full speed, on a GPU or elsewhere. */
  double rate(boolean onGpu, long nowNanos) {
    if (active(Fault.STALL_WORKERS, nowNanos)) {
      return 0;
    }
    return onGpu ? 1 / gpuSlowdown(nowNanos) : 1;
  }

  /** How many times as long work on a GPU takes. */
  double gpuSlowdown(long nowNanos) {
    return active(Fault.GPU_THROTTLE, nowNanos) ? plan.gpuThrottle().orElseThrow().strength() : 1;
  }

  /** What the task's service time is also multiplied by; empty while there is no jitter. */
  OptionalDouble jitter(ContentHash content, long nowNanos) {
    if (!active(Fault.LATENCY_JITTER, nowNanos)) {
      return OptionalDouble.empty();
    }
    double sigma = plan.latencyJitter().orElseThrow().strength();
    return OptionalDouble.of(StrictMath.exp(sigma * content.gaussian(Draw.JITTER)));
  }

  /** Which fault makes a task fail that ends now; empty when it succeeds. */
  Optional<Fault> failure(ContentHash content, long nowNanos) {
    double draw = content.uniform(Draw.ERROR);
    if (draw < plan.errorRate()) {
      return Optional.of(Fault.ERROR_RATE);
    }
    boolean burst =
        active(Fault.ERROR_BURST, nowNanos) && draw < plan.errorBurst().orElseThrow().strength();
    return burst ? Optional.of(Fault.ERROR_BURST) : Optional.empty();
  }

  /** When the present stall of the task API ends, on the timeline's clock. */
  long stallHttpEndNanos() {
    return originNanos.getAsLong() + plan.stallHttp().orElseThrow().endNanos();
  }

  /** Times at which {@link #rate} may change, on the timeline's clock. */
  LongStream rateChangesNanos() {
    return Stream.of(plan.stallWorkers(), plan.gpuThrottle().map(Level::window))
        .flatMap(Optional::stream)
        .flatMapToLong(window -> LongStream.of(window.start().toNanos(), window.endNanos()))
        .map(sinceNanos -> originNanos.getAsLong() + sinceNanos);
  }

  private boolean within(Optional<FaultWindow> window, long nowNanos) {
    OptionalLong origin = originNanos;
    return origin.isPresent()
        && window.isPresent()
        && window.get().contains(nowNanos - origin.getAsLong());
  }
}
