package io.functionrunner.perf.metrics;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One condition on a label, as PromQL writes it: {@code mode="idle"}, {@code device!="lo"}, {@code
 * job=~"runner-.*"}, {@code job!~"test"}. An absent label counts as the empty string, and a pattern
 * has to match the whole value; both as in Prometheus.
 */
public record Matcher(String label, Operator operator, String value) {

  /** How a label's value is compared. */
  public enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    MATCHES("=~"),
    MATCHES_NOT("!~");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }
  }

  private static final Pattern SYNTAX =
      Pattern.compile("\\s*([a-zA-Z_][a-zA-Z0-9_]*)\\s*(=~|!~|!=|=)\\s*\"(.*)\"\\s*");

  public Matcher {
    if (operator == Operator.MATCHES || operator == Operator.MATCHES_NOT) {
      try {
        Pattern.compile(value);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "%s: not a pattern (%s)".formatted(value, e.getDescription()), e);
      }
    }
  }

  /** Reads {@code label="value"} with one of the four operators. */
  public static Matcher parse(String text) {
    java.util.regex.Matcher syntax = SYNTAX.matcher(text);
    if (!syntax.matches()) {
      throw new IllegalArgumentException(
          text + ": not a label matcher. Expecting label=\"value\", with =, !=, =~ or !~");
    }
    for (Operator operator : Operator.values()) {
      if (operator.symbol.equals(syntax.group(2))) {
        return new Matcher(syntax.group(1), operator, PromQl.unescape(syntax.group(3)));
      }
    }
    throw new IllegalStateException(text);
  }

  /** Whether a series with these labels is meant. */
  public boolean matches(Map<String, String> labels) {
    String actual = labels.getOrDefault(label, "");
    return switch (operator) {
      case EQUAL -> actual.equals(value);
      case NOT_EQUAL -> !actual.equals(value);
      case MATCHES -> Pattern.matches(value, actual);
      case MATCHES_NOT -> !Pattern.matches(value, actual);
    };
  }

  /** The matcher in PromQL. */
  public String promQl() {
    return label + operator.symbol + PromQl.quote(value);
  }
}
