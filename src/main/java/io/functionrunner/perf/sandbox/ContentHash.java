package io.functionrunner.perf.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.TreeMap;

/**
 * What a task's random draws come from: a hash of everything the task says, and of nothing else, so
 * that the same task behaves the same in every sandbox. The order of JSON fields does not matter.
 */
record ContentHash(long value) {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  /** Independent streams of draws from the same content. */
  enum Draw {
    SERVICE_TIME(1),
    ERROR(3),
    LOSS(5),
    JITTER(7);

    /** Odd; a normal draw takes the next one too. */
    private final int stream;

    Draw(int stream) {
      this.stream = stream;
    }
  }

  static ContentHash of(String template, String quality, JsonNode inputs) {
    return new ContentHash(mix(add(add(add(FNV_OFFSET, template), quality), inputs)));
  }

  /** Uniform on [0, 1). */
  double uniform(Draw draw) {
    return uniform(draw.stream);
  }

  /** Standard normal, by Box and Muller; {@link StrictMath} gives the same bits on every JVM. */
  double gaussian(Draw draw) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform(draw.stream)));
    return radius * StrictMath.cos(2 * StrictMath.PI * uniform(draw.stream + 1));
  }

  private double uniform(int stream) {
    return (mix(value + stream * GOLDEN_GAMMA) >>> 11) * 0x1.0p-53;
  }

  private static long add(long hash, JsonNode node) {
    if (node.isObject()) {
      TreeMap<String, JsonNode> fields = new TreeMap<>();
      node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
      long folded = add(hash, '{');
      for (var field : fields.entrySet()) {
        folded = add(add(folded, field.getKey()), field.getValue());
      }
      return add(folded, '}');
    }
    if (node.isArray()) {
      long folded = add(hash, '[');
      for (JsonNode element : node) {
        folded = add(folded, element);
      }
      return add(folded, ']');
    }
    return add(add(hash, node.isTextual() ? '"' : '#'), node.asText());
  }

  private static long add(long hash, String text) {
    long folded = add(hash, text.length());
    for (int i = 0; i < text.length(); i++) {
      folded = add(folded, text.charAt(i));
    }
    return folded;
  }

  /** One step of FNV-1a, over a 16-bit or wider unit instead of a byte. */
  private static long add(long hash, int unit) {
    return (hash ^ unit) * FNV_PRIME;
  }

  /** Stafford's variant 13, the finalizer of {@link java.util.SplittableRandom}. */
  private static long mix(long z) {
    long first = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long second = (first ^ (first >>> 27)) * 0x94d049bb133111ebL;
    return second ^ (second >>> 31);
  }
}
