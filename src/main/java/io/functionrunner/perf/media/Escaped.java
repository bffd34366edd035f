package io.functionrunner.perf.media;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.List;

/** Texts that are escaped for JSON when they are read, and not each time they go out. */
final class Escaped {

  private Escaped() {}

  /** The text, ready to be shared between threads. */
  static SerializedString of(String text) {
    SerializedString escaped = new SerializedString(text);
    // It escapes itself when first asked, without a fence: so it is asked before it is shared.
    escaped.asQuotedUTF8();
    return escaped;
  }

  /** The input as plain Java values: texts are Strings. */
  static Object plain(Object input) {
    if (input instanceof SerializableString text) {
      return text.getValue();
    }
    return input instanceof List<?> list ? list.stream().map(Escaped::plain).toList() : input;
  }
}
