package io.functionrunner.perf.report;

/** Text that a server or a user wrote, made harmless for a line of plain text. */
final class Plain {

  private Plain() {}

  /** One line without control or direction characters, of at most so many characters. */
  static String line(String text, int most) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(most)
        .map(c -> Character.isISOControl(c) || unprintable(c) ? ' ' : c)
        .forEach(line::appendCodePoint);
    boolean cut = text.codePointCount(0, text.length()) > most;
    return cut ? line + "…" : line.toString();
  }

  /** Direction overrides, invisible marks, separators of lines, halves of a pair. */
  private static boolean unprintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}
