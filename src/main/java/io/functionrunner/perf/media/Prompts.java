package io.functionrunner.perf.media;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What a modality's prompts are drawn from. */
sealed interface Prompts {
  SerializableString draw(RandomGenerator random);

  /** A user's own prompts, each as likely as another, taken whole. */
  record Listed(List<SerializedString> prompts) implements Prompts {
    @Override
    public SerializableString draw(RandomGenerator random) {
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
      SerializedString separator,
      Draw<Number> length,
      int charactersPerUnit)
      implements Prompts {

    @Override
    public SerializableString draw(RandomGenerator random) {
      int characters = length.draw(random).intValue() * charactersPerUnit;
      List<SerializedString> pieces = new ArrayList<>();
      int drawn = opening.draw(random).append(pieces, random);
      while (drawn < characters) {
        pieces.add(separator);
        drawn += separator.charLength() + continuation.draw(random).append(pieces, random);
      }
      return Pieces.cut(pieces, characters);
    }
  }

  /**
   * A piece of prompt.
   *
   * @param parts each the list to choose from; literal text is a list of one
   */
  record Pattern(List<List<SerializedString>> parts) {

    /** Returns how many characters it added. */
    int append(List<SerializedString> pieces, RandomGenerator random) {
      int characters = 0;
      for (List<SerializedString> phrases : parts) {
        int size = phrases.size();
        SerializedString phrase = phrases.get(size == 1 ? 0 : random.nextInt(size));
        pieces.add(phrase);
        characters += phrase.charLength();
      }
      return characters;
    }
  }
}
