package io.functionrunner.perf.binding;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What came back.
 *
 * @param body empty when there was none; a result may be cut short where only its code matters
 */
public record Answer(int status, Headers headers, String body) {

  /** Headers as whoever received them holds them: most are never asked for. */
  @FunctionalInterface
  public interface Headers {

    /** The first value under a name, in any case; null when there is none. */
    String first(String name);
  }

  /** An answer with the first value of each header, names in any case. */
  public Answer(int status, Map<String, String> headers, String body) {
    this(status, anyCase(headers), body);
  }

  private static Headers anyCase(Map<String, String> headers) {
    Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    anyCase.putAll(headers);
    return anyCase::get;
  }

  /** The header's value, whatever the case of its name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.first(name));
  }
}
