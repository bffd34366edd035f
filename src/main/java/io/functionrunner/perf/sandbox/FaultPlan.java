package io.functionrunner.perf.sandbox;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which faults are planted. {@link SandboxOption} has the meaning, default and legal values of each
 * component.
 *
 * @param memoryLeakMebibytes per ended task
 * @param slowStageSeconds at full scale; 0 when no task passes the stage
 */
public record FaultPlan(
    double slowdown,
    double errorRate,
    double lostRate,
    double memoryLeakMebibytes,
    double slowStageSeconds,
    Optional<FaultWindow> stallWorkers,
    Optional<FaultWindow> stallHttp,
    Optional<Level> gpuThrottle,
    Optional<Level> latencyJitter,
    Optional<Level> errorBurst) {

  /** A fault of some strength while a window is on. */
  public record Level(FaultWindow window, double strength) {
    /** From the form {@code 30s@60s*2}: thirty seconds, from the sixtieth on, of strength 2. */
    static Level parse(String text) {
      int star = text.indexOf('*');
      if (star < 0) {
        throw new IllegalArgumentException("no * between window and strength");
      }
      return new Level(
          FaultWindow.parse(text.substring(0, star)), Double.parseDouble(text.substring(star + 1)));
    }
  }

  public FaultPlan {
    SandboxOption.SLOWDOWN.require(slowdown >= 0.01 && slowdown <= 1_000, slowdown);
    requireShare(SandboxOption.ERROR_RATE, errorRate);
    requireShare(SandboxOption.LOST_RATE, lostRate);
    SandboxOption.MEMORY_LEAK.require(
        memoryLeakMebibytes >= 0 && memoryLeakMebibytes <= 1e6, memoryLeakMebibytes);
    SandboxOption.SLOW_STAGE.require(
        slowStageSeconds >= 0 && slowStageSeconds <= 3_600, slowStageSeconds);
    gpuThrottle.ifPresent(
        level ->
            SandboxOption.GPU_THROTTLE.require(
                level.strength() >= 1 && level.strength() <= 1_000, level.strength()));
    latencyJitter.ifPresent(
        level ->
            SandboxOption.LATENCY_JITTER.require(
                level.strength() > 0 && level.strength() <= 3, level.strength()));
    errorBurst.ifPresent(level -> requireShare(SandboxOption.ERROR_BURST, level.strength()));
  }

  static FaultPlan parse(Map<String, String> values) {
    return new FaultPlan(
        SandboxOption.SLOWDOWN.read(values, Double::parseDouble),
        SandboxOption.ERROR_RATE.read(values, Double::parseDouble),
        SandboxOption.LOST_RATE.read(values, Double::parseDouble),
        SandboxOption.MEMORY_LEAK.read(values, Double::parseDouble),
        SandboxOption.SLOW_STAGE.read(values, Double::parseDouble),
        SandboxOption.STALL_WORKERS.read(values, optional(FaultWindow::parse)),
        SandboxOption.STALL_HTTP.read(values, optional(FaultWindow::parse)),
        SandboxOption.GPU_THROTTLE.read(values, optional(Level::parse)),
        SandboxOption.LATENCY_JITTER.read(values, optional(Level::parse)),
        SandboxOption.ERROR_BURST.read(values, optional(Level::parse)));
  }

  private static <T> Function<String, Optional<T>> optional(Function<String, T> parser) {
    return text -> text.isEmpty() ? Optional.empty() : Optional.of(parser.apply(text));
  }

  private static void requireShare(SandboxOption option, double share) {
    option.require(share >= 0 && share <= 1, share);
  }
}
