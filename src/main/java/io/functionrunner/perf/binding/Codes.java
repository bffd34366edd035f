package io.functionrunner.perf.binding;

import java.util.BitSet;

/** A set of HTTP status codes, from a list of codes and classes: {@code [200, "3xx"]}. */
record Codes(BitSet codes) {

  static Codes of(Element element, Codes absent) {
    if (!element.present()) {
      return absent;
    }
    BitSet codes = new BitSet();
    for (Element entry : element.each()) {
      if (entry.text().endsWith("xx")) {
        int first = (entry.text().charAt(0) - '0') * 100;
        codes.set(first, first + 100);
      } else {
        codes.set(entry.node().asInt());
      }
    }
    return new Codes(codes);
  }

  static Codes of(int... codes) {
    BitSet set = new BitSet();
    for (int code : codes) {
      set.set(code);
    }
    return new Codes(set);
  }

  static Codes success() {
    BitSet codes = new BitSet();
    codes.set(200, 300);
    return new Codes(codes);
  }

  /** A code that no server may send, a negative one among them, is in no set. */
  boolean contains(int code) {
    return code >= 0 && codes.get(code);
  }
}
