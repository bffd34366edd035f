package io.functionrunner.perf.binding;

import io.functionrunner.perf.run.Outcome;
import java.util.Locale;
import java.util.Optional;

/** What a state of the API means. */
enum Meaning {
  PENDING(null),
  SUCCESS(Outcome.COMPLETED),
  FAILURE(Outcome.FAILED),
  CANCELLED(Outcome.CANCELLED),
  /** The server's own deadline passed. */
  EXPIRED(Outcome.TIMED_OUT),
  LOST(Outcome.LOST),
  /** Nothing that the binding knows: an error of the call, not the end of the task. */
  UNEXPECTED(null);

  private final Outcome outcome;

  Meaning(Outcome outcome) {
    this.outcome = outcome;
  }

  /** How the task ended; empty when it did not. */
  Optional<Outcome> outcome() {
    return Optional.ofNullable(outcome);
  }

  static Meaning of(Element element, Meaning absent) {
    return element.present() ? valueOf(element.text().toUpperCase(Locale.ROOT)) : absent;
  }

  /** The name that the file has for it. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
