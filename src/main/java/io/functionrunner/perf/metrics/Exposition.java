package io.functionrunner.perf.metrics;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Reader of what an exporter serves: the Prometheus text format 0.0.4 and OpenMetrics 1.0, with the
 * quoted UTF-8 names of Prometheus 3. Bytes are untrusted: a wrong line of a wanted metric refuses
 * the whole body (as Prometheus does), every length has a limit, and of an unwanted metric only the
 * name is read.
 */
final class Exposition {

  /** Takes samples one by one. */
  interface Sink {
    /** Takes one; {@code epochMillis} is the exporter's own, or {@link #NO_TIMESTAMP}. */
    void sample(String name, Map<String, String> labels, double value, long epochMillis);
  }

  static final long NO_TIMESTAMP = Long.MIN_VALUE;

  private static final int MAX_LINE_BYTES = 1 << 16;
  private static final int MAX_LABELS = 64;

  private final byte[] body;
  private final boolean openMetrics;
  private int position;
  private int end;
  private int line;

  private Exposition(byte[] body, boolean openMetrics) {
    this.body = body;
    this.openMetrics = openMetrics;
  }

  /**
   * Reads a body.
   *
   * @param contentType of the answer: tells OpenMetrics from the text format
   * @param wanted which sample names (with {@code _bucket} and so on) to hand on
   */
  static void read(byte[] body, String contentType, Predicate<String> wanted, Sink sink)
      throws ExpositionException {
    boolean openMetrics =
        contentType.toLowerCase(Locale.ROOT).startsWith("application/openmetrics-text");
    new Exposition(body, openMetrics).read(wanted, sink);
  }

  private void read(Predicate<String> wanted, Sink sink) throws ExpositionException {
    boolean ended = false;
    for (int start = 0; start < body.length; start = end + 1) {
      line++;
      position = start;
      end = lineEnd(start);
      if (ended) {
        throw wrong("text after # EOF");
      }
      if (position == end) {
        continue;
      }
      if (body[position] == '#') {
        ended = openMetrics && end - start == 5 && text(start, end).equals("# EOF");
      } else {
        sample(wanted, sink);
      }
    }
    if (openMetrics && !ended) {
      throw wrong("no # EOF: the body was cut");
    }
  }

  private int lineEnd(int start) throws ExpositionException {
    for (int i = start; i < body.length && i - start <= MAX_LINE_BYTES; i++) {
      if (body[i] == '\n') {
        return i;
      }
    }
    throw wrong(
        body.length - start > MAX_LINE_BYTES
            ? "over " + MAX_LINE_BYTES + " bytes"
            : "no newline at the end: the body was cut");
  }

  private void sample(Predicate<String> wanted, Sink sink) throws ExpositionException {
    skipBlanks();
    String name = "";
    if (peek() != '{') {
      name = name();
      if (!wanted.test(name)) {
        return;
      }
      skipBlanks();
    }
    Map<String, String> labels = new TreeMap<>();
    if (peek() == '{') {
      name = labels(name, labels);
    }
    if (name.isEmpty()) {
      throw wrong("a sample without a metric name");
    }
    double value = number(token());
    long epochMillis = NO_TIMESTAMP;
    skipBlanks();
    if (position < end && peek() != '#') {
      epochMillis = timestamp(token());
      skipBlanks();
    }
    // In OpenMetrics an exemplar may follow; it is nothing a metric's value depends on.
    if (position < end && !(openMetrics && peek() == '#')) {
      throw wrong("text after the value");
    }
    if (wanted.test(name)) {
      sink.sample(name, labels, value, epochMillis);
    }
  }

  /** Reads {@code {a="b",c="d"}}; a quoted string alone is the metric's name. */
  private String labels(String nameBefore, Map<String, String> labels) throws ExpositionException {
    String name = nameBefore;
    position++;
    skipBlanks();
    while (peek() != '}') {
      String key = peek() == '"' ? quoted() : name();
      skipBlanks();
      if (peek() == '=') {
        position++;
        skipBlanks();
        if (peek() != '"') {
          throw wrong("a label's value without quotes");
        }
        String value = quoted();
        if (labels.put(key, value) != null) {
          throw wrong("a label twice");
        }
        if (labels.size() > MAX_LABELS) {
          throw wrong("over " + MAX_LABELS + " labels");
        }
      } else if (name.isEmpty()) {
        name = key;
      } else {
        throw wrong("a label without a value");
      }
      skipBlanks();
      if (peek() == ',') {
        position++;
        skipBlanks();
      } else if (peek() != '}') {
        throw wrong("no comma between labels");
      }
    }
    position++;
    // An empty label is the same as none.
    labels.values().removeIf(String::isEmpty);
    return name;
  }

  private String name() throws ExpositionException {
    int start = position;
    while (position < end && isNameByte(body[position], position > start)) {
      position++;
    }
    if (position == start) {
      throw wrong("not a metric or label name");
    }
    return text(start, position);
  }

  private static boolean isNameByte(byte b, boolean digits) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || b == '_'
        || b == ':'
        || (digits && b >= '0' && b <= '9');
  }

  private String quoted() throws ExpositionException {
    int start = ++position;
    boolean escaped = false;
    for (; position < end; position++) {
      byte b = body[position];
      if (b == '"') {
        String raw = text(start, position++);
        return escaped ? PromQl.unescape(raw) : raw;
      }
      if (b == '\\') {
        escaped = true;
        position++;
      }
    }
    throw wrong("no closing quote");
  }

  private String token() throws ExpositionException {
    skipBlanks();
    int start = position;
    while (position < end && body[position] != ' ' && body[position] != '\t') {
      position++;
    }
    if (start == position) {
      throw wrong("no value");
    }
    return text(start, position);
  }

  private double number(String token) throws ExpositionException {
    return switch (token.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "+inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> decimal(token);
    };
  }

  /** Double.parseDouble also takes 1f, 1d, hexadecimal and names, which no exposition has. */
  private double decimal(String token) throws ExpositionException {
    for (int i = 0; i < token.length(); i++) {
      if ("0123456789+-.eE".indexOf(token.charAt(i)) < 0) {
        throw wrong("not a number");
      }
    }
    try {
      return Double.parseDouble(token);
    } catch (NumberFormatException e) {
      throw wrong("not a number");
    }
  }

  /** Milliseconds in the text format, seconds with a fraction in OpenMetrics. */
  private long timestamp(String token) throws ExpositionException {
    double time = number(token);
    double millis = openMetrics ? time * 1000 : time;
    if (!(Math.abs(millis) < 1e15)) {
      throw wrong("not a timestamp");
    }
    return Math.round(millis);
  }

  private void skipBlanks() {
    while (position < end && (body[position] == ' ' || body[position] == '\t')) {
      position++;
    }
  }

  /** The byte here, or 0 at the line's end. */
  private byte peek() {
    return position < end ? body[position] : 0;
  }

  private String text(int from, int to) {
    return new String(body, from, to - from, StandardCharsets.UTF_8);
  }

  private ExpositionException wrong(String rule) {
    return new ExpositionException(line, rule);
  }
}
