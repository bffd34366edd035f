package io.functionrunner.perf.media;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One modality's manifest, read: from a seed to inputs. Immutable, so any thread may draw. */
record Feeder(
    String file,
    List<String> qualities,
    Prompts prompts,
    List<Field> fields,
    List<MediaInput> media) {

  Map<String, Object> inputs(String quality, long seed) {
    requireQuality(quality);
    Map<String, Object> inputs = new LinkedHashMap<>();
    inputs.put("prompt", prompts.draw(Field.stream(seed, "prompt")));
    inputs.put("seed", seed);
    for (Field field : fields) {
      field.set(inputs, quality, seed);
    }
    for (MediaInput each : media) {
      each.set(inputs, quality, seed);
    }
    return Collections.unmodifiableMap(inputs);
  }

  void requireQuality(String quality) {
    if (!qualities.contains(quality)) {
      throw new IllegalArgumentException(
          "quality %s: not in %s. Expecting one of %s"
              .formatted(quality, file, String.join(", ", qualities)));
    }
  }
}
