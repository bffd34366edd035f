package io.functionrunner.perf.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Which planted faults are on. Windows begin to count with the first submitted task. */
final class Faults {
  private final SandboxOptions options;

  /** Of the first submission; empty before. */
  private volatile OptionalLong originNanos = OptionalLong.empty();

  Faults(SandboxOptions options) {
    this.options = options;
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
      case SLOWDOWN -> options.slowdown() != 1;
      case ERROR_RATE -> options.errorRate() > 0;
      case LOST_TASKS -> options.lostRate() > 0;
      case STALL_WORKERS, STALL_HTTP -> {
        long sinceNanos = nowNanos - originNanos.orElse(nowNanos);
        yield begun()
            && window(fault)
                .filter(
                    window ->
                        sinceNanos >= window.start().toNanos() && sinceNanos < endNanos(window))
                .isPresent();
      }
    };
  }

  /** When an active window ends, on the timeline's clock. */
  long endNanos(Fault fault) {
    return originNanos.getAsLong() + endNanos(window(fault).orElseThrow());
  }

  /** Times at which the speed of running tasks may change, on the timeline's clock. */
  List<Long> speedChangesNanos() {
    List<Long> times = new ArrayList<>();
    window(Fault.STALL_WORKERS)
        .ifPresent(
            window -> {
              times.add(originNanos.getAsLong() + window.start().toNanos());
              times.add(originNanos.getAsLong() + endNanos(window));
            });
    return times;
  }

  private Optional<FaultWindow> window(Fault fault) {
    return switch (fault) {
      case STALL_WORKERS -> options.stallWorkers();
      case STALL_HTTP -> options.stallHttp();
      case SLOWDOWN, ERROR_RATE, LOST_TASKS -> Optional.empty();
    };
  }

  private static long endNanos(FaultWindow window) {
    return window.start().plus(window.length()).toNanos();
  }
}
