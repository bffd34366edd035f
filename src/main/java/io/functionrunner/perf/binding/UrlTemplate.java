package io.functionrunner.perf.binding;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL with RFC 6570 expressions: {@code {id}} percent-encodes all but unreserved characters,
 * {@code {+name}} keeps reserved ones, so that a resource name may bring its slashes and a URL
 * itself. One variable an expression (levels 1 and 2).
 */
record UrlTemplate(String text, String pointer) {
  private static final Pattern EXPRESSION =
      Pattern.compile("\\{(\\+?)([A-Za-z_][\\w-]*(?:\\.[\\w-]+)*)}");
  private static final String UNRESERVED = "-._~";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final String RESERVED = ":/?#[]@!$&'()*+,;=";

  static UrlTemplate of(Element element) {
    if (EXPRESSION.matcher(element.text()).replaceAll("").matches(".*[{}\\s].*")) {
      throw element.wrong(
          "'%s': a brace or a space that belongs to no expression. Expecting {name}, or {+name} to keep slashes"
              .formatted(element.text()));
    }
    return new UrlTemplate(element.text(), element.pointer());
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

  String expand(Scope scope) {
    return EXPRESSION
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(value(match, scope)));
  }

  private String value(MatchResult match, Scope scope) {
    JsonNode node =
        scope
            .find(match.group(2))
            .filter(JsonNode::isValueNode)
            .orElseThrow(
                () ->
                    new BindingException(
                        "%s: %s has no text or number for this task. Names that have a value: %s"
                            .formatted(pointer, match.group(), scope.names())));
    String value = encode(node.asText(), !match.group(1).isEmpty());
    // A segment of dots would walk up the path: clients and servers resolve it before they look.
    return value.equals(".") || value.equals("..") ? value.replace(".", "%2E") : value;
  }

  private static String encode(String value, boolean keepsReserved) {
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

  private static boolean isEncoded(byte[] bytes, int i) {
    return bytes[i] == '%'
        && i + 2 < bytes.length
        && Character.digit(bytes[i + 1], 16) >= 0
        && Character.digit(bytes[i + 2], 16) >= 0;
  }
}
