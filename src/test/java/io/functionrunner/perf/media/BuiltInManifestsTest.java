package io.functionrunner.perf.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInManifestsTest {

  /** People review these numbers: each says whether it was published, and where, or is ours. */
  @ParameterizedTest
  @ValueSource(strings = {"image", "video", "audio", "text"})
  void everyDistributionNamesItsSource(String modality) throws IOException {
    JsonNode manifest = read(modality);
    assertSource(modality + " prompt", manifest.path("prompt"));
    assertSource(modality + " prompt length", manifest.path("prompt").path("length"));
    assertSources(manifest.path("fields"));
    assertSources(manifest.path("media"));
    manifest.path("media").forEach(input -> assertSources(input.path("with")));
  }

  @Test
  void serveTheThreeQualitiesOfTheFunctionRunner() throws IOException {
    for (String modality : List.of("image", "video", "audio", "text")) {
      assertEquals(
          "[\"draft\",\"standard\",\"high\"]", read(modality).path("qualities").toString());
    }
  }

  /**
   * Recorded: the same on every machine. A change gives every seed, and baseline, a new meaning.
   */
  @Test
  void aSeedKeepsItsMeaning() {
    Map<String, Object> inputs = Feeders.builtIn(List.of("image")).inputs("image", "standard", 1);
    assertEquals(
        "prompt=a mosaic of a brass robot by the sea, sharp focus on the for; seed=1; width=832;"
            + " height=1216; steps=30; num_images=4",
        inputs.entrySet().stream().map(Object::toString).collect(Collectors.joining("; ")));
  }

  private static void assertSources(JsonNode distributions) {
    distributions.properties().forEach(each -> assertSource(each.getKey(), each.getValue()));
  }

  private static void assertSource(String name, JsonNode distribution) {
    assertTrue(distribution.path("source").isTextual(), () -> name + " has no source");
  }

  private static JsonNode read(String modality) throws IOException {
    String resource = "/feeders/" + modality + "/manifest.json";
    try (InputStream in = BuiltInManifestsTest.class.getResourceAsStream(resource)) {
      return new ObjectMapper().readTree(in);
    }
  }
}
