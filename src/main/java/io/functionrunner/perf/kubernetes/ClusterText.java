package io.functionrunner.perf.kubernetes;

/** Text from the cluster, made fit for a line of a message: short, and printable only. */
final class ClusterText {

  private static final int MAX_CHARACTERS = 400;

  private ClusterText() {}

  static String line(String text) {
    // Cut first: a log line may be megabytes.
    String head = text.length() > 4 * MAX_CHARACTERS ? text.substring(0, 4 * MAX_CHARACTERS) : text;
    String line = head.replaceAll("[\\p{Cntrl}\\p{Cf}\\s\\u2028\\u2029]+", " ").strip();
    return line.length() > MAX_CHARACTERS ? line.substring(0, MAX_CHARACTERS) + "…" : line;
  }
}
