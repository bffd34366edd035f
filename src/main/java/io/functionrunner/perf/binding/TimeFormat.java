package io.functionrunner.perf.binding;

import static java.time.format.DateTimeFormatter.ISO_DATE_TIME;
import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.OptionalLong;

/** How an API writes a time. All give milliseconds: of the epoch for instants, else of length. */
enum TimeFormat {
  /** {@code 2026-11-24T06:46:14.5Z}; without an offset it is taken as UTC. */
  ISO {
    @Override
    long read(String text, Instant now) {
      TemporalAccessor parsed =
          ISO_DATE_TIME.parseBest(
              text.replaceFirst(" ", "T"), OffsetDateTime::from, LocalDateTime::from);
      return parsed instanceof LocalDateTime local
          ? local.toInstant(ZoneOffset.UTC).toEpochMilli()
          : Instant.from(parsed).toEpochMilli();
    }
  },
  EPOCH_S {
    @Override
    long read(String text, Instant now) {
      return scaled(text, 1e3);
    }
  },
  EPOCH_MS {
    @Override
    long read(String text, Instant now) {
      return scaled(text, 1);
    }
  },
  /** {@code Tue, 24 Nov 2026 06:46:14 GMT}, as the Date header has it. */
  HTTP_DATE {
    @Override
    long read(String text, Instant now) {
      return Instant.from(RFC_1123_DATE_TIME.parse(text)).toEpochMilli();
    }
  },
  DURATION_S {
    @Override
    long read(String text, Instant now) {
      return scaled(text, 1e3);
    }
  },
  DURATION_MS {
    @Override
    long read(String text, Instant now) {
      return scaled(text, 1);
    }
  },
  /** {@code PT1.5S}. */
  DURATION_ISO {
    @Override
    long read(String text, Instant now) {
      return Duration.parse(text).toMillis();
    }
  },
  /** A Retry-After header: seconds, or an HTTP date; gives the time from now. RFC 9110, 10.2.3. */
  RETRY_AFTER {
    @Override
    long read(String text, Instant now) {
      if (Character.isDigit(text.charAt(0))) {
        return scaled(text, 1e3);
      }
      return HTTP_DATE.read(text, now) - now.toEpochMilli();
    }
  };

  abstract long read(String text, Instant now);

  static TimeFormat of(Element element) {
    return valueOf(element.text().toUpperCase(Locale.ROOT));
  }

  /**
   * Milliseconds. Empty when the value is not of this format: a time is a help, so an unreadable
   * one is no reason to fail a task.
   *
   * @param now by the server's clock where it is known
   */
  OptionalLong millis(JsonNode value, Instant now) {
    String text = value.asText().strip();
    try {
      return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(read(text, now));
    } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
      return OptionalLong.empty();
    }
  }

  private static long scaled(String text, double factor) {
    double millis = Double.parseDouble(text) * factor;
    if (Double.isNaN(millis) || Math.abs(millis) > 1e15) {
      throw new NumberFormatException(text);
    }
    return Math.round(millis);
  }
}
