package io.functionrunner.perf.media;

/**
 * A feeder manifest, or a file it names, that cannot be used. The message is: file, JSON pointer of
 * the field, what is wrong, what would be right.
 */
public final class ManifestException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String file;
  private final String pointer;

  ManifestException(String file, String pointer, String problem) {
    super(printable(pointer.isEmpty() ? file : file + " " + pointer) + ": " + printable(problem));
    this.file = file;
    this.pointer = pointer;
  }

  /** A manifest's own text must not steer the terminal that shows it. */
  private static String printable(String text) {
    return text.codePoints()
        .map(each -> Character.isISOControl(each) ? '?' : each)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** The manifest, as the user can find it: a path, or {@code classpath:} and a resource name. */
  public String file() {
    return file;
  }

  /** RFC 6901 pointer of the offending field; empty for the file as a whole. */
  public String pointer() {
    return pointer;
  }
}
