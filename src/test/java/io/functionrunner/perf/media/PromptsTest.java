package io.functionrunner.perf.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.functionrunner.perf.media.Prompts.Composed;
import io.functionrunner.perf.media.Prompts.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PromptsTest {
  private static final double[] ONE = {1};

  @Test
  void composesOpeningAndContinuationsToTheLength() {
    assertEquals("A fox, red, red, r", prompt(18, 1, "A fox", "red"));
    assertEquals("A fo", prompt(4, 1, "A fox", "red"));
    assertEquals("A fox, r", prompt(2, 4, "A fox", "red"), "two tokens of four characters");
  }

  @Test
  void neverEndsInASpaceThatATrimWouldTake() {
    assertEquals("A.", prompt(2, 1, "A fox", "red"));
  }

  @Test
  void neverEndsInHalfACharacter() {
    for (int length = 1; length < 20; length++) {
      String prompt = prompt(length, 1, "🦊", "🦊🦊");
      String decoded = new String(prompt.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      assertEquals(prompt, decoded);
      assertEquals(length, prompt.length());
      assertFalse(prompt.isBlank());
    }
  }

  private static String prompt(int length, int charactersPerUnit, String opening, String next) {
    Draw<Number> always = new Choice<>(List.of(length), ONE);
    return new Composed(
            pattern(opening), pattern(next), Escaped.of(", "), always, charactersPerUnit)
        .draw(new SplittableRandom(1))
        .getValue();
  }

  private static Choice<Pattern> pattern(String text) {
    return new Choice<>(List.of(new Pattern(List.of(List.of(Escaped.of(text))))), ONE);
  }
}
