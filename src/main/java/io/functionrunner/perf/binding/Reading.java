package io.functionrunner.perf.binding;

import com.fasterxml.jackson.databind.JsonNode;
import io.functionrunner.perf.run.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to read the answer of a status or result call.
 *
 * @param state empty: an accepted code is success
 * @param meanings state as text to what it means
 * @param failedByAlways whether {@code failedBy} counts in answers of any code and state (the
 *     result call, which has no better way to say so), or only in a success
 */
record Reading(
    Conventions conventions,
    Codes accept,
    Optional<Place> state,
    Map<String, Meaning> meanings,
    Meaning absent,
    Meaning unknown,
    Meaning notFound,
    List<Place> failedBy,
    boolean failedByAlways,
    List<Place> reason,
    Map<String, Place> capture) {

  private static final Codes GONE = Codes.of(404, 410);

  static Reading of(Element call, Conventions conventions, boolean isResult) {
    return new Reading(
        conventions,
        Codes.of(call.at("accept"), Codes.success()),
        call.at("state").each(Place::of).stream().findFirst(),
        meanings(call),
        Meaning.of(call.at("absent"), Meaning.UNEXPECTED),
        Meaning.of(call.at("unknown"), Meaning.UNEXPECTED),
        Meaning.of(call.at("notFound"), Meaning.LOST),
        call.at("failedBy").each(Place::of),
        isResult,
        call.at("reason").each(Place::of),
        call.at("capture").members(Place::of));
  }

  Status read(TaskRef ref, Answer answer) {
    Reply reply = new Reply(answer);
    Scope scope = ref.scope();
    if (conventions.throttles(reply, scope)) {
      return new Status.Throttled(conventions.hint(reply, scope));
    }
    if (failedByAlways && hasFailed(reply, scope)) {
      return ended(ref, Outcome.FAILED, reply);
    }
    if (state.isPresent() && state.get() instanceof Place.Code) {
      Meaning known = meanings.get(String.valueOf(answer.status()));
      return known == null ? ofCode(ref, reply) : of(known, ref, reply);
    }
    if (!accept.contains(answer.status())) {
      return ofCode(ref, reply);
    }
    return state.isEmpty() ? of(Meaning.SUCCESS, ref, reply) : ofState(state.get(), ref, reply);
  }

  private Status ofCode(TaskRef ref, Reply reply) {
    int status = reply.answer().status();
    if (GONE.contains(status) && notFound != Meaning.UNEXPECTED) {
      return of(notFound, ref, reply);
    }
    return new Status.Broken(
        Conventions.kindOf(status), conventions.reasonOfCode(reason, reply, ref.scope()));
  }

  private Status ofState(Place place, TaskRef ref, Reply reply) {
    if (place instanceof Place.Json && reply.json().isEmpty()) {
      return new Status.Broken(
          ErrorKind.MALFORMED, "not JSON: " + conventions.line(reply.answer().body()));
    }
    Optional<JsonNode> found = place.find(reply, ref.scope()).filter(JsonNode::isValueNode);
    return of(
        found.map(value -> meanings.getOrDefault(value.asText(), unknown)).orElse(absent),
        ref,
        reply);
  }

  private Status of(Meaning meaning, TaskRef ref, Reply reply) {
    Scope scope = ref.scope();
    if (meaning == Meaning.PENDING) {
      return new Status.Pending(conventions.timesOf(reply, scope), conventions.hint(reply, scope));
    }
    if (meaning == Meaning.SUCCESS && hasFailed(reply, scope)) {
      return ended(ref, Outcome.FAILED, reply);
    }
    return meaning
        .outcome()
        .map(outcome -> ended(ref, outcome, reply))
        .orElseGet(() -> new Status.Broken(ErrorKind.UNEXPECTED, unexpected(reply, scope)));
  }

  private Status ended(TaskRef ref, Outcome outcome, Reply reply) {
    ServerTimes times = conventions.timesOf(reply, ref.scope());
    if (outcome == Outcome.COMPLETED) {
      Map<String, JsonNode> captured = new HashMap<>();
      capture.forEach(
          (name, place) ->
              place.find(reply, ref.scope()).ifPresent(value -> captured.put(name, value)));
      return new Status.Ended(ref.with(captured), outcome, times, "");
    }
    List<Place> places = hasFailed(reply, ref.scope()) ? failedBy : reason;
    return new Status.Ended(ref, outcome, times, conventions.reason(places, reply, ref.scope()));
  }

  private boolean hasFailed(Reply reply, Scope scope) {
    return Place.firstFilled(failedBy, reply, scope).isPresent();
  }

  private String unexpected(Reply reply, Scope scope) {
    return state
        .flatMap(place -> place.find(reply, scope))
        .map(
            value ->
                "state '%s' is in none of the binding's lists"
                    .formatted(conventions.line(value.asText())))
        .orElseGet(() -> "no state in " + conventions.line(reply.answer().body()));
  }

  private static Map<String, Meaning> meanings(Element call) {
    Map<String, Meaning> meanings = new HashMap<>();
    for (Meaning meaning : Meaning.values()) {
      for (Element value : call.at(meaning.id()).each()) {
        Meaning other = meanings.put(value.text(), meaning);
        if (other != null) {
          throw value.wrong("'%s' is also among %s".formatted(value.text(), other.id()));
        }
      }
    }
    return meanings;
  }
}
