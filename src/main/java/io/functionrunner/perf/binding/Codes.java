package io.functionrunner.perf.binding;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A set of HTTP status codes, from a list of codes and classes: {@code [200, "3xx"]}. */
record Codes(Set<Integer> codes) {

  static Codes of(Element element, Codes absent) {
    if (!element.present()) {
      return absent;
    }
    Set<Integer> codes = new TreeSet<>();
    for (Element entry : element.each()) {
      if (entry.text().endsWith("xx")) {
        int first = (entry.text().charAt(0) - '0') * 100;
        for (int code = first; code < first + 100; code++) {
          codes.add(code);
        }
      } else {
        codes.add(entry.node().asInt());
      }
    }
    return new Codes(codes);
  }

  static Codes of(Integer... codes) {
    return new Codes(new TreeSet<>(List.of(codes)));
  }

  static Codes success() {
    Set<Integer> codes = new TreeSet<>();
    for (int code = 200; code < 300; code++) {
      codes.add(code);
    }
    return new Codes(codes);
  }

  boolean contains(int code) {
    return codes.contains(code);
  }
}
