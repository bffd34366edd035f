package io.functionrunner.perf.binding;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where an answer says when to come back. A date is compared with the answer's own Date header, so
 * that the two clocks need not agree.
 */
record Hints(List<Timed> places, InstantSource clock) {
  private static final List<Timed> COMMON =
      List.of(
          new Timed(new Place.Header("retry-after-ms"), TimeFormat.DURATION_MS),
          new Timed(new Place.Header("Retry-After"), TimeFormat.RETRY_AFTER));

  private static final Timed DATE = new Timed(new Place.Header("Date"), TimeFormat.HTTP_DATE);

  /** A server that asks for more is not believed: no task waits for days. */
  private static final long MAX_MILLIS = Duration.ofDays(1).toMillis();

  static Hints of(Element element, InstantSource clock) {
    return new Hints(element.present() ? element.each(Timed::of) : COMMON, clock);
  }

  Optional<Duration> read(Reply reply, Scope scope) {
    for (Timed place : places) {
      OptionalLong millis =
          place.isIn(reply, scope)
              ? place.millis(reply, scope, serverNow(reply, scope))
              : OptionalLong.empty();
      if (millis.isPresent()) {
        long wait = Math.max(0, Math.min(millis.getAsLong(), MAX_MILLIS));
        return Optional.of(Duration.ofMillis(wait));
      }
    }
    return Optional.empty();
  }

  private Instant serverNow(Reply reply, Scope scope) {
    OptionalLong date = DATE.millis(reply, scope, Instant.EPOCH);
    return date.isPresent() ? Instant.ofEpochMilli(date.getAsLong()) : clock.instant();
  }
}
