package io.functionrunner.perf.binding;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What holds for every answer of an API: how it says "too much", when to come back, the times of a
 * task, and what must not be repeated.
 *
 * @param throttleAt where a body says "too much", whatever the code
 */
record Conventions(
    Codes throttleCodes,
    Optional<Place> throttleAt,
    Set<String> throttleValues,
    Hints hints,
    Times times,
    Credentials credentials) {

  static Conventions of(Element file, InstantSource clock, Credentials credentials) {
    Element throttle = file.at("throttle");
    return new Conventions(
        Codes.of(throttle.at("codes"), Codes.of(429)),
        throttle.at("at").each(Place::of).stream().findFirst(),
        throttle.at("values").each().stream().map(Element::text).collect(Collectors.toSet()),
        Hints.of(file.at("hints"), clock),
        Times.of(file.at("times")),
        credentials);
  }

  boolean throttles(Reply reply, Scope scope) {
    return throttleCodes.contains(reply.answer().status())
        || throttleAt
            .flatMap(place -> place.find(reply, scope))
            .map(JsonNode::asText)
            .filter(throttleValues::contains)
            .isPresent();
  }

  Optional<Duration> hint(Reply reply, Scope scope) {
    return hints.read(reply, scope);
  }

  ServerTimes timesOf(Reply reply, Scope scope) {
    return times.read(reply, scope);
  }

  /** One line: what the first filled place says, else the body's beginning. */
  String reason(List<Place> places, Reply reply, Scope scope) {
    String said =
        Place.firstFilled(places, reply, scope)
            .map(node -> node.isValueNode() ? node.asText() : node.toString())
            .orElseGet(() -> reply.answer().body());
    return line(said);
  }

  /** For an answer whose code was not accepted. */
  String reasonOfCode(List<Place> places, Reply reply, Scope scope) {
    String said = reason(places, reply, scope);
    return "HTTP " + reply.answer().status() + (said.isEmpty() ? "" : ": " + said);
  }

  /** Fit for a message: without secrets, short, printable. */
  String line(String text) {
    return Excerpt.of(credentials.mask(text));
  }

  static ErrorKind kindOf(int status) {
    return switch (status / 100) {
      case 4 -> ErrorKind.HTTP_4XX;
      case 5 -> ErrorKind.HTTP_5XX;
      default -> ErrorKind.UNEXPECTED;
    };
  }
}
