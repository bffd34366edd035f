package io.functionrunner.perf.sandbox;

import io.functionrunner.perf.workload.Modality;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What the sandbox is like. {@link SandboxOption} has the meaning, default and legal values of each
 * component.
 *
 * @param workers size of each modality's worker pool
 */
public record SandboxOptions(
    String host,
    int port,
    double speed,
    Map<Modality, Integer> workers,
    int gpus,
    int queueCapacity,
    FaultPlan faults) {

  /** No names: what one stands for, another machine's resolver decides. */
  private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})(\\.\\d{1,3}){3}");

  public SandboxOptions {
    SandboxOption.HOST.require(IPV4.matcher(host).matches(), host);
    SandboxOption.PORT.require(port >= 0 && port <= 65_535, port);
    SandboxOption.SPEED.require(speed >= 0.01 && speed <= 10_000, speed);
    for (Modality modality : Modality.values()) {
      int size = workers.getOrDefault(modality, 0);
      SandboxOption.WORKERS.require(size >= 1 && size <= 100_000, modality.id() + "=" + size);
    }
    SandboxOption.GPUS.require(gpus >= 1 && gpus <= 64, gpus);
    SandboxOption.QUEUE_CAPACITY.require(
        queueCapacity >= 1 && queueCapacity <= 1_000_000, queueCapacity);
    workers = Map.copyOf(workers);
  }

  /** Every option at its default. */
  public static SandboxOptions defaults() {
    return parse(Map.of());
  }

  /**
   * From settings by {@linkplain SandboxOption#key() name}; absent ones take their defaults.
   *
   * @throws IllegalArgumentException for an unknown name or an illegal value; the message says
   *     which would be legal
   */
  public static SandboxOptions parse(Map<String, String> values) {
    SandboxOption.requireKnown(values);
    return new SandboxOptions(
        SandboxOption.HOST.read(values, Function.identity()),
        SandboxOption.PORT.read(values, Integer::parseInt),
        SandboxOption.SPEED.read(values, Double::parseDouble),
        SandboxOption.WORKERS.read(values, SandboxOptions::workers),
        SandboxOption.GPUS.read(values, Integer::parseInt),
        SandboxOption.QUEUE_CAPACITY.read(values, Integer::parseInt),
        FaultPlan.parse(values));
  }

  /** A single number for all pools, or a list over the defaults. */
  private static Map<Modality, Integer> workers(String text) {
    Map<Modality, Integer> sizes = new EnumMap<>(Modality.class);
    if (text.indexOf('=') < 0) {
      int size = Integer.parseInt(text);
      for (Modality modality : Modality.values()) {
        sizes.put(modality, size);
      }
      return sizes;
    }
    if (!text.equals(SandboxOption.WORKERS.defaultValue())) {
      sizes.putAll(workers(SandboxOption.WORKERS.defaultValue()));
    }
    for (String entry : text.split(",", -1)) {
      int equals = entry.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException(entry);
      }
      sizes.put(
          modality(entry.substring(0, equals)), Integer.parseInt(entry.substring(equals + 1)));
    }
    return sizes;
  }

  private static Modality modality(String id) {
    for (Modality modality : Modality.values()) {
      if (modality.id().equals(id)) {
        return modality;
      }
    }
    throw new IllegalArgumentException(id);
  }
}
