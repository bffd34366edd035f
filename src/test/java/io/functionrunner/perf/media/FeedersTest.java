package io.functionrunner.perf.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedersTest {
  private static final int DRAWS = 2_000;
  private static final Feeders FEEDERS = Feeders.builtIn();

  @ParameterizedTest
  @ValueSource(strings = {"image", "video", "audio", "text"})
  void sameSeedSameInputsFromFeedersReadTwice(String modality) {
    Feeders again = Feeders.builtIn(List.of(modality));
    // Backwards, so that an order of calls that matters would be seen.
    for (long seed = DRAWS - 1; seed >= 0; seed--) {
      Map<String, Object> inputs = again.inputs(modality, "standard", seed);
      assertEquals(FEEDERS.inputs(modality, "standard", seed), inputs);
      assertEquals(
          List.copyOf(FEEDERS.inputs(modality, "standard", seed).keySet()),
          List.copyOf(inputs.keySet()),
          "order");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"image", "video", "audio", "text"})
  void otherSeedsOtherInputs(String modality) {
    Set<Map<String, Object>> distinct =
        LongStream.range(0, DRAWS)
            .mapToObj(seed -> FEEDERS.inputs(modality, "draft", seed))
            .collect(Collectors.toSet());
    assertEquals(DRAWS, distinct.size());
    assertNotEquals(
        FEEDERS.inputs(modality, "draft", 1).get("prompt"),
        FEEDERS.inputs(modality, "draft", 2).get("prompt"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"image", "video", "audio", "text"})
  void carriesPromptAndSeedAndOnlyWhatJsonKnows(String modality) {
    for (String quality : List.of("draft", "standard", "high")) {
      for (long seed = -DRAWS; seed < 0; seed++) {
        Map<String, Object> inputs = FEEDERS.inputs(modality, quality, seed);
        assertEquals(seed, inputs.get("seed"));
        assertTrue(inputs.get("prompt") instanceof String prompt && !prompt.isBlank());
        requireJson(inputs);
      }
    }
  }

  @Test
  void escapedInputsAreTheSameOnes() throws IOException {
    ObjectMapper json =
        new ObjectMapper()
            .registerModule(
                new SimpleModule()
                    .addSerializer(
                        SerializableString.class,
                        new StdSerializer<>(SerializableString.class) {
                          private static final long serialVersionUID = 1;

                          @Override
                          public void serialize(
                              SerializableString text, JsonGenerator out, SerializerProvider all)
                              throws IOException {
                            out.writeString(text);
                          }
                        }));
    for (String modality : FEEDERS.modalities()) {
      for (long seed = 0; seed < 50; seed++) {
        assertArrayEquals(
            json.writeValueAsBytes(FEEDERS.inputs(modality, "standard", seed)),
            json.writeValueAsBytes(FEEDERS.escapedInputs(modality, "standard", seed)));
      }
    }
  }

  @Test
  void hasTheFieldsOfEachModality() {
    assertFields("image", Set.of("width", "height", "steps", "num_images"));
    assertFields("text", Set.of("max_tokens", "temperature"));
    assertFields("video", Set.of("duration_seconds", "fps", "resolution"));
    assertFields("audio", Set.of("duration_seconds", "voice", "sample_rate_hz"));
  }

  @Test
  void mediaComeFromAPoolOfSixteen() {
    assertEquals(16, pool("image", "init_image").size());
    assertEquals(16, pool("video", "frames").size());
    assertEquals(16, pool("audio", "reference_audio").size());
  }

  @Test
  void widthAndHeightBelongTogether() {
    Set<String> sizes =
        IntStream.range(0, DRAWS)
            .mapToObj(seed -> FEEDERS.inputs("image", "standard", seed))
            .map(inputs -> inputs.get("width") + "x" + inputs.get("height"))
            .collect(Collectors.toSet());
    assertEquals(Set.of("1024x1024", "1216x832", "832x1216"), sizes);
  }

  @Test
  void inputsCannotBeChanged() {
    Map<String, Object> inputs = FEEDERS.inputs("text", "high", 1);
    assertThrows(UnsupportedOperationException.class, () -> inputs.put("prompt", "mine"));
  }

  @Test
  void iteratesWithoutEndAndTheSameAgain() {
    Iterator<Map<String, Object>> one = FEEDERS.iterator("audio", "high", 7);
    Iterator<Map<String, Object>> two = FEEDERS.iterator("audio", "high", 7);
    Iterator<Map<String, Object>> other = FEEDERS.iterator("audio", "high", 8);
    for (int i = 0; i < DRAWS; i++) {
      assertTrue(one.hasNext());
      Map<String, Object> inputs = one.next();
      assertEquals(inputs, two.next());
      assertNotEquals(inputs, other.next());
    }
  }

  @Test
  void refusesAnUnknownModalityOrQuality() {
    assertEquals(
        "no feeder for music in classpath:feeders/. There are: audio, image, text, video",
        refused(feeders -> feeders.inputs("music", "draft", 1)));
    String quality =
        "quality best: not in classpath:feeders/image/manifest.json."
            + " Expecting one of draft, standard, high";
    assertEquals(quality, refused(feeders -> feeders.inputs("image", "best", 1)));
    assertEquals(quality, refused(feeders -> feeders.iterator("image", "best", 1)));
  }

  private static String refused(Consumer<Feeders> use) {
    return assertThrows(IllegalArgumentException.class, () -> use.accept(FEEDERS)).getMessage();
  }

  private static Set<Object> pool(String modality, String input) {
    Set<Object> pool = Collections.newSetFromMap(new IdentityHashMap<>());
    for (long seed = 0; seed < DRAWS; seed++) {
      Object media = FEEDERS.escapedInputs(modality, "standard", seed).get(input);
      if (media != null) {
        pool.add(media);
      }
    }
    return pool;
  }

  private static void assertFields(String modality, Set<String> fields) {
    Set<String> keys = FEEDERS.inputs(modality, "standard", 1).keySet();
    assertTrue(keys.containsAll(fields), () -> modality + " has " + keys);
  }

  private static void requireJson(Object value) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, each) -> {
            assertTrue(key instanceof String);
            requireJson(each);
          });
    } else if (value instanceof List<?> list) {
      list.forEach(FeedersTest::requireJson);
    } else {
      assertTrue(
          value instanceof String
              || value instanceof Integer
              || value instanceof Long
              || value instanceof Double
              || value instanceof Boolean,
          () -> "not for JSON: " + value);
    }
  }
}
