package io.functionrunner.perf.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP response before it is one. */
record Reply(int status, String contentType, Map<String, String> headers, ByteBuffer body) {
  private static final ObjectWriter JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build()
          .writer();

  static Reply of(int status, String contentType, byte[] body) {
    return new Reply(status, contentType, Map.of(), ByteBuffer.wrap(body));
  }

  static Reply json(int status, Object value) {
    try {
      return of(status, "application/json", JSON.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(value.getClass() + ": cannot be written as JSON", e);
    }
  }

  /** {@code {"error": message}}. */
  static Reply error(int status, String message) {
    return json(status, Map.of("error", message));
  }

  Reply with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, contentType, more, body);
  }
}
