package io.functionrunner.perf.binding;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL with RFC 6570 expressions: {@code {id}} percent-encodes all but unreserved characters,
 * {@code {+name}} keeps reserved ones, so that a resource name may bring its slashes and a URL
 * itself. One variable an expression (levels 1 and 2).
 */
record UrlTemplate(String text, String pointer, List<Part> parts) {
  private static final Pattern EXPRESSION =
      Pattern.compile("\\{(\\+?)([A-Za-z_][\\w-]*(?:\\.[\\w-]+)*)}");
  private static final String UNRESERVED = "-._~";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final String RESERVED = ":/?#[]@!$&'()*+,;=";

  /**
   * A piece.
   *
   * @param text as it stands in the template
   * @param name of the expression; empty: literal text
   */
  record Part(String text, String name, boolean keepsReserved) {}

  static UrlTemplate of(Element element) {
    if (EXPRESSION.matcher(element.text()).replaceAll("").matches(".*[{}\\s].*")) {
      throw element.wrong(
          "'%s': a brace or a space that belongs to no expression. Expecting {name}, or {+name} to keep slashes"
              .formatted(element.text()));
    }
    return new UrlTemplate(element.text(), element.pointer(), parts(element.text()));
  }

  /** Whether the URL as a whole comes from the server, not from the binding's author. */
  boolean isFromServer() {
    return text.startsWith("{+");
  }

  Set<String> roots() {
    Set<String> roots = new TreeSet<>();
    EXPRESSION
        .matcher(text)
        .results()
        .forEach(match -> roots.add(match.group(2).split("\\.", 2)[0]));
    return roots;
  }

  /** Whether it needs nothing but the task's id, encoded: then it can always be expanded. */
  boolean needsOnlyTheId() {
    return parts.stream()
        .allMatch(p -> p.name.isEmpty() || (p.name.equals("id") && !p.keepsReserved));
  }

  String expand(Scope scope) {
    if (parts.size() == 1 && parts.get(0).name.isEmpty()) {
      return text;
    }
    StringBuilder url = new StringBuilder(text.length() + 32);
    for (Part part : parts) {
      url.append(part.name.isEmpty() ? part.text : value(part, scope));
    }
    return url.toString();
  }

  private static List<Part> parts(String text) {
    List<Part> parts = new ArrayList<>();
    Matcher matcher = EXPRESSION.matcher(text);
    int end = 0;
    while (matcher.find()) {
      if (matcher.start() > end) {
        parts.add(new Part(text.substring(end, matcher.start()), "", false));
      }
      parts.add(new Part(matcher.group(), matcher.group(2), !matcher.group(1).isEmpty()));
      end = matcher.end();
    }
    if (end < text.length()) {
      parts.add(new Part(text.substring(end), "", false));
    }
    return List.copyOf(parts);
  }

  private String value(Part part, Scope scope) {
    JsonNode node =
        scope
            .find(part.name)
            .filter(JsonNode::isValueNode)
            .orElseThrow(
                () ->
                    new BindingException(
                        "%s: %s has no text or number for this task. Names that have a value: %s"
                            .formatted(pointer, part.text, scope.names())));
    String value = encode(node.asText(), part.keepsReserved);
    // A segment of dots would walk up the path: clients and servers resolve it before they look.
    return value.equals(".") || value.equals("..") ? value.replace(".", "%2E") : value;
  }

  private static String encode(String value, boolean keepsReserved) {
    int plain = 0;
    while (plain < value.length() && isUnreserved(value.charAt(plain))) {
      plain++;
    }
    if (plain == value.length()) {
      return value;
    }
    StringBuilder encoded = new StringBuilder();
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xff);
      boolean kept =
          isUnreserved(c) || (keepsReserved && (RESERVED.indexOf(c) >= 0 || isEncoded(bytes, i)));
      if (kept) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.toHexDigits((byte) c));
      }
    }
    return encoded.toString();
  }

  private static boolean isUnreserved(char c) {
    return c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
  }

  /** Whether a percent sign at a place is followed by two hexadecimal digits. */
  static boolean isEncoded(String text, int i) {
    return i + 2 < text.length()
        && Character.digit(text.charAt(i + 1), 16) >= 0
        && Character.digit(text.charAt(i + 2), 16) >= 0;
  }

  private static boolean isEncoded(byte[] bytes, int i) {
    return bytes[i] == '%'
        && i + 2 < bytes.length
        && Character.digit(bytes[i + 1], 16) >= 0
        && Character.digit(bytes[i + 2], 16) >= 0;
  }
}
