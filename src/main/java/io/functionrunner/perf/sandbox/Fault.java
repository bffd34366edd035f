package io.functionrunner.perf.sandbox;

import java.util.Locale;

/** A planted fault, as the {@code fault} label of the metrics names it. */
enum Fault {
  SLOWDOWN,
  ERROR_RATE,
  LOST_TASKS,
  STALL_WORKERS,
  STALL_HTTP,
  GPU_THROTTLE,
  LATENCY_JITTER,
  ERROR_BURST,
  MEMORY_LEAK,
  SLOW_STAGE;

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
