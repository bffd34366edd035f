package io.functionrunner.perf.sandbox;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The sandbox's settings by name: what each defaults to and which values are legal. */
public enum SandboxOption {
  HOST(
      "host",
      "127.0.0.1",
      "an IPv4 address of this machine to listen on; beyond loopback whoever gets there may use"
          + " it, and loads come from other machines"),
  PORT("port", "0", "a port from 0 to 65535; 0 takes a free one"),
  SPEED("speed", "10", "a number from 0.01 to 10000 that divides all service times"),
  SLOWDOWN("slowdown", "1", "a number from 0.01 to 1000 that multiplies all service times"),
  WORKERS(
      "workers",
      "image=100,video=80,audio=32,text=40",
      "workers from 1 to 100000: one number for every pool, or a list such as image=80,text=40"),
  GPUS("gpus", "8", "a number of GPUs from 1 to 64, each for 24 tasks at once"),
  QUEUE_CAPACITY(
      "queueCapacity", "1000", "waiting tasks from 1 to 1000000, per modality, before a 429"),
  ERROR_RATE("errorRate", "0", "a share from 0 to 1 of the tasks that end failed"),
  LOST_RATE("lostRate", "0", "a share from 0 to 1 of the accepted tasks that are then unknown"),
  STALL_WORKERS("stallWorkers", "", Form.WINDOW + ": no task starts or makes progress"),
  STALL_HTTP("stallHttp", "", Form.WINDOW + ": responses of the task API are held"),
  GPU_THROTTLE(
      "gpuThrottle", "", Form.LEVEL + ": work on GPUs takes so many times as long, 1 to 1000"),
  LATENCY_JITTER(
      "latencyJitter",
      "",
      Form.LEVEL + ": service times are also multiplied by a lognormal factor of this σ, up to 3"),
  ERROR_BURST(
      "errorBurst", "", Form.LEVEL + ": the share from 0 to 1 of the tasks ending then that fail"),
  MEMORY_LEAK("memoryLeak", "0", "MiB from 0 to 1000000 that each ended task leaves behind"),
  SLOW_STAGE(
      "slowStage",
      "0",
      "seconds at full scale, 0 to 3600, in a stage after the work that 8 tasks of all"
          + " modalities share");

  private final String key;
  private final String defaultValue;
  private final String legal;

  SandboxOption(String key, String defaultValue, String legal) {
    this.key = key;
    this.defaultValue = defaultValue;
    this.legal = legal;
  }

  /** Name without prefix, as in {@code speed}. */
  public String key() {
    return key;
  }

  /** As one would write it; empty for a fault that is off. */
  public String defaultValue() {
    return defaultValue;
  }

  /** Legal values and meaning, as the end of the sentence "expecting …". */
  public String legal() {
    return legal;
  }

  /** Refuses every name that is not an option. */
  static void requireKnown(Map<String, String> values) {
    for (String name : values.keySet()) {
      if (Arrays.stream(values()).noneMatch(option -> option.key.equals(name))) {
        String known =
            Arrays.stream(values()).map(SandboxOption::key).collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
            name + ": no such setting of the sandbox. Those that exist: " + known);
      }
    }
  }

  /** The value given, or the default, as {@code parser} reads it. */
  <T> T read(Map<String, String> values, Function<String, T> parser) {
    String text = values.getOrDefault(key, defaultValue);
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(refusal(text), e);
    }
  }

  /** Throws unless {@code holds}; NaN fails every comparison, so it is refused too. */
  void require(boolean holds, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(refusal(value));
    }
  }

  private String refusal(Object value) {
    return "%s=%s: expecting %s".formatted(key, value, legal);
  }

  /** Of values that are empty when the fault is off. Constants cannot use fields of their enum. */
  private static final class Form {
    static final String WINDOW = "a wall-clock length and a start after the first task, as 15s@60s";
    static final String LEVEL = WINDOW + ", then a strength, as 15s@60s*0.5";
  }
}
