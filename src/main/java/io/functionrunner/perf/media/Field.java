package io.functionrunner.perf.media;

import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * One draw of a manifest, which sets the input of that name; or, where sets of inputs are drawn,
 * those.
 *
 * @param byQuality what to draw from; every quality of the manifest is a key
 */
record Field(String name, Map<String, Draw<?>> byQuality) {

  void set(Map<String, Object> inputs, String quality, long seed) {
    Object value = byQuality.get(quality).draw(stream(seed, name));
    if (value instanceof SetOfInputs set) {
      inputs.putAll(set.inputs());
    } else {
      inputs.put(name, value);
    }
  }

  /** The inputs that it may set. */
  Set<String> inputNames() {
    Set<String> names = new TreeSet<>();
    for (Draw<?> draw : byQuality.values()) {
      if (draw instanceof Choice<?> choice && choice.values().get(0) instanceof SetOfInputs set) {
        names.addAll(set.inputs().keySet());
      } else {
        names.add(name);
      }
    }
    return names;
  }

  /**
   * Every field has a random stream of its own, so that a field added to a manifest leaves what is
   * drawn for the others as it was.
   */
  static RandomGenerator stream(long seed, String name) {
    // Not SplittableRandom's own increment: its multiples are shifts of one and the same stream.
    return new SplittableRandom(seed ^ name.hashCode() * 0xD1342543DE82EF95L);
  }
}
