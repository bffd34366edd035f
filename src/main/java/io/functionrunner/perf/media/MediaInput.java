package io.functionrunner.perf.media;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * An input that carries media, in a share of the tasks.
 *
 * @param name of the input
 * @param share of the tasks, 0 to 1
 * @param pool what is chosen from, made and escaped once: a data URI, or a list of them, each
 * @param with inputs that only make sense together with the media
 */
record MediaInput(String name, double share, List<Object> pool, List<Field> with) {

  void set(Map<String, Object> inputs, String quality, long seed) {
    RandomGenerator random = Field.stream(seed, name);
    if (random.nextDouble() < share) {
      inputs.put(name, pool.get(random.nextInt(pool.size())));
      with.forEach(field -> field.set(inputs, quality, seed));
    }
  }
}
