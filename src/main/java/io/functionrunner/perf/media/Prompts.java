package io.functionrunner.perf.media;

import java.util.List;
import java.util.random.RandomGenerator;

/** What a modality's prompts are drawn from. */
sealed interface Prompts {
  String draw(RandomGenerator random);

  /** A user's own prompts, each as likely as another, taken whole. */
  record Listed(List<String> prompts) implements Prompts {
    @Override
    public String draw(RandomGenerator random) {
      return prompts.get(random.nextInt(prompts.size()));
    }
  }

  /**
   * Phrases put together until the drawn length is reached, then cut there: so that lengths keep
   * the published quantiles, at the price of a last word that may be cut.
   *
   * @param opening how a prompt begins
   * @param continuation what follows, as often as the length asks for
   * @param separator between two pieces
   * @param length in units of {@code charactersPerUnit} characters
   */
  record Composed(
      Choice<Pattern> opening,
      Choice<Pattern> continuation,
      String separator,
      Draw<Number> length,
      int charactersPerUnit)
      implements Prompts {

    @Override
    public String draw(RandomGenerator random) {
      int characters = length.draw(random).intValue() * charactersPerUnit;
      StringBuilder prompt = new StringBuilder(characters + 256);
      opening.draw(random).append(prompt, random);
      while (prompt.length() < characters) {
        prompt.append(separator);
        continuation.draw(random).append(prompt, random);
      }
      prompt.setLength(characters);
      char last = prompt.charAt(characters - 1);
      // A prompt that ends in a space may be trimmed on its way; half a surrogate pair is no text.
      if (Character.isWhitespace(last) || Character.isHighSurrogate(last)) {
        prompt.setCharAt(characters - 1, '.');
      }
      return prompt.toString();
    }
  }

  /**
   * A piece of prompt.
   *
   * @param parts each the list to choose from; literal text is a list of one
   */
  record Pattern(List<List<String>> parts) {
    void append(StringBuilder prompt, RandomGenerator random) {
      for (List<String> phrases : parts) {
        int size = phrases.size();
        prompt.append(phrases.get(size == 1 ? 0 : random.nextInt(size)));
      }
    }
  }
}
