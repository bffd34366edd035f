package io.functionrunner.perf.binding;

import java.util.List;

/** What a call carries. */
public sealed interface Body {

  /** Nothing. */
  record None() implements Body {}

  /** Text: JSON or a form. Sent as UTF-8. */
  record Text(String contentType, String text) implements Body {}

  /** Bytes as they are, for instance an uploaded file. */
  record Bytes(String contentType, Octets octets) implements Body {}

  /** {@code multipart/form-data}; the boundary is the sender's to choose. */
  record Multipart(List<Part> parts) implements Body {}

  /**
   * A part of a multipart body.
   *
   * @param fileName empty: the part is a plain field
   */
  record Part(String name, String fileName, String contentType, Octets octets) {}
}
