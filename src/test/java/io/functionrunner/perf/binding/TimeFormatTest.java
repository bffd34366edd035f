package io.functionrunner.perf.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeFormatTest {
  private static final Scope NOTHING = new Scope(Map.of(), Map.of());

  /** Epoch values by {@code date -u -d '…' +%s%3N}. */
  @ParameterizedTest
  @CsvSource({
    "ISO, 2026-11-24T06:46:14.5Z, 1795502774500",
    "ISO, 2026-11-24T07:46:14.500123456+01:00, 1795502774500",
    "ISO, 2026-11-24T06:46:14, 1795502774000",
    "ISO, 2026-11-24 06:46:14.123456, 1795502774123",
    "EPOCH_S, 1795502774.25, 1795502774250",
    "EPOCH_MS, 1795502774250, 1795502774250",
    "HTTP_DATE, 'Sun, 06 Nov 1994 08:49:37 GMT', 784111777000",
    "DURATION_S, 1.25, 1250",
    "DURATION_MS, 31618, 31618",
    "DURATION_ISO, PT1M0.5S, 60500",
    "RETRY_AFTER, 120, 120000",
    "RETRY_AFTER, 'Thu, 01 Jan 1970 00:02:00 GMT', 120000"
  })
  void readsEveryForm(TimeFormat format, String text, long millis) {
    assertEquals(OptionalLong.of(millis), format.millis(TextNode.valueOf(text), Instant.EPOCH));
  }

  @ParameterizedTest
  @CsvSource({
    "ISO, yesterday",
    "EPOCH_S, NaN",
    "EPOCH_S, 1e300",
    "DURATION_ISO, 5",
    "HTTP_DATE, 12",
    "RETRY_AFTER, soon",
    "RETRY_AFTER, ''"
  })
  void whatCannotBeReadIsAbsent(TimeFormat format, String text) {
    assertEquals(OptionalLong.empty(), format.millis(TextNode.valueOf(text), Instant.EPOCH));
  }

  @Test
  void hintsPreferMillisecondsAndCompareDatesWithTheServersClock() {
    assertEquals(millis(30), hint(Map.of("Retry-After-Ms", "30", "retry-after", "1")));
    assertEquals(millis(1000), hint(Map.of("retry-after-ms", "soon", "retry-after", "1")));
    assertEquals(
        millis(5000),
        hint(
            Map.of(
                "date", "Tue, 24 Nov 2026 06:46:14 GMT",
                "retry-after", "Tue, 24 Nov 2026 06:46:19 GMT")));
    assertEquals(millis(7000), hint(Map.of("retry-after", "Thu, 01 Jan 1970 00:00:07 GMT")));
    assertEquals(Optional.empty(), hint(Map.of()));
  }

  @Test
  void hintsStayWithinReason() {
    assertEquals(millis(0), hint(Map.of("retry-after", "Wed, 31 Dec 1969 23:59:00 GMT")));
    assertEquals(millis(86_400_000), hint(Map.of("retry-after", "999999999")));
  }

  private static Optional<Duration> millis(long millis) {
    return Optional.of(Duration.ofMillis(millis));
  }

  private static Optional<Duration> hint(Map<String, String> headers) {
    Element absent = new Element(Samples.json("{}"), "").at("hints");
    InstantSource epoch = InstantSource.fixed(Instant.EPOCH);
    return Hints.of(absent, epoch).read(new Reply(new Answer(429, headers, "")), NOTHING);
  }
}
