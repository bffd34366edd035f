package io.functionrunner.perf.binding;

/** Text from a server, made fit for one line of a message: short, and printable only. */
final class Excerpt {
  private static final int MAX_CHARACTERS = 200;

  private Excerpt() {}

  static String of(String text) {
    // Cut first: a body may be megabytes.
    String head = text.length() > 4 * MAX_CHARACTERS ? text.substring(0, 4 * MAX_CHARACTERS) : text;
    String line = head.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
    return line.length() > MAX_CHARACTERS ? line.substring(0, MAX_CHARACTERS) + "…" : line;
  }
}
