package io.functionrunner.perf.binding;

import java.time.Instant;
import java.util.OptionalLong;

/** A place that holds a time, and how it is written there. */
record Timed(Place place, TimeFormat format) {

  static Timed of(Element element) {
    return new Timed(Place.of(element.at("at")), TimeFormat.of(element.at("as")));
  }

  boolean isIn(Reply reply, Scope scope) {
    return place.find(reply, scope).isPresent();
  }

  OptionalLong millis(Reply reply, Scope scope, Instant now) {
    return place
        .find(reply, scope)
        .map(value -> format.millis(value, now))
        .orElse(OptionalLong.empty());
  }
}
