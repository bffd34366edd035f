package io.functionrunner.perf.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/bindings.md shows is what the code takes. */
class DocumentationTest {
  private static final String PAGE = "docs/bindings.md";

  @Test
  void everyExampleIsABinding() throws IOException {
    List<String> examples =
        Pattern.compile("```json\\R(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of(PAGE)))
            .results()
            .map((MatchResult match) -> match.group(1))
            .toList();
    assertEquals(4, examples.size());
    for (String example : examples) {
      Binding binding =
          Binding.of(
              BindingFile.parse(PAGE, example),
              URI.create("http://localhost"),
              variable -> "x",
              null);
      HttpCall submit =
          binding.submit(
              new GenerationTask("image_generation_v1", "draft", Map.of("prompt", "a cat")));
      assertTrue(((Body.Json) submit.body()).json().toString().contains("\"prompt\":\"a cat\""));
    }
  }

  @Test
  void everyShippedBindingIsListed() throws IOException {
    String page = Files.readString(Path.of(PAGE));
    for (String name : Binding.builtIn()) {
      assertTrue(page.contains("| `" + name + "` |"), name);
    }
  }
}
