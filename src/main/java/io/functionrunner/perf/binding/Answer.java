package io.functionrunner.perf.binding;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What came back.
 *
 * @param headers names in any case; of a repeated header, its first value
 * @param body empty when there was none; a result may be cut short where only its code matters
 */
public record Answer(int status, Map<String, String> headers, String body) {

  public Answer {
    Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    anyCase.putAll(headers);
    headers = anyCase;
  }

  /** The header's value, whatever the case of its name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
