package io.functionrunner.perf.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text in lines of at most some width; colours have none. */
final class Wrapped {

  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

  /** A word and the blanks before it. */
  private static final Pattern WORD = Pattern.compile(" *[^ ]+");

  private Wrapped() {}

  /**
   * Breaks before words; one that is too long by itself is left whole.
   *
   * @param indent blanks before all lines but the first
   */
  static List<String> lines(String text, int width, int indent) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    Matcher words = WORD.matcher(text);
    while (words.find()) {
      String word = words.group();
      boolean first = line.toString().isBlank();
      if (!first && width(line) + width(word) > width) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(indent) + word.strip());
      } else {
        line.append(word);
      }
    }
    lines.add(line.toString());
    return lines;
  }

  private static int width(CharSequence text) {
    return COLOUR.matcher(text).replaceAll("").length();
  }
}
