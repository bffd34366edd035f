package io.functionrunner.perf.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The submission and how to read its answer.
 *
 * @param id where the answer names the task
 * @param failedBy places that hold something only in an answer without a task, whatever its code
 */
record Submit(
    Conventions conventions,
    Call call,
    Place id,
    Map<String, Place> capture,
    List<Place> failedBy,
    List<Place> reason) {

  private static final int MAX_ID_CHARACTERS = 512;

  static Submit of(Element submit, Call.Sender sender, Conventions conventions) {
    return new Submit(
        conventions,
        Call.of(submit, "POST", sender),
        Place.of(submit.at("id")),
        submit.at("capture").members(Place::of),
        submit.at("failedBy").each(Place::of),
        submit.at("reason").each(Place::of));
  }

  Submission read(Scope task, Answer answer) {
    Reply reply = new Reply(answer);
    if (conventions.throttles(reply, task)) {
      return new Submission.Rejected(
          conventions.hint(reply, task), conventions.reasonOfCode(reason, reply, task));
    }
    if (!call.accept().contains(answer.status())) {
      return new Submission.Refused(
          Conventions.kindOf(answer.status()), conventions.reasonOfCode(reason, reply, task));
    }
    if (Place.firstFilled(failedBy, reply, task).isPresent()) {
      return new Submission.Refused(
          ErrorKind.UNEXPECTED, conventions.reason(failedBy, reply, task));
    }
    if (id instanceof Place.Json && reply.json().isEmpty()) {
      return new Submission.Refused(
          ErrorKind.MALFORMED, "not JSON: " + conventions.line(answer.body()));
    }
    return accepted(task, reply);
  }

  private Submission accepted(Scope task, Reply reply) {
    Map<String, JsonNode> found = new HashMap<>();
    for (Map.Entry<String, Place> entry : capture.entrySet()) {
      Optional<JsonNode> value = entry.getValue().find(reply, task);
      if (value.isEmpty()) {
        return unexpected("no '%s'".formatted(entry.getKey()), reply);
      }
      found.put(entry.getKey(), value.get());
    }
    Optional<String> name =
        id.find(reply, task).filter(JsonNode::isValueNode).map(JsonNode::asText);
    if (name.filter(Submit::isUsable).isEmpty()) {
      return unexpected("no id", reply);
    }
    found.put("id", TextNode.valueOf(name.get()));
    Scope scope = task.withoutInputs().with(found);
    return new Submission.Accepted(
        new TaskRef(name.get(), scope), conventions.timesOf(reply, scope));
  }

  private Submission unexpected(String what, Reply reply) {
    return new Submission.Refused(
        ErrorKind.UNEXPECTED, what + " in " + conventions.line(reply.answer().body()));
  }

  /** An id goes into URLs, logs and files: what no API uses in one is refused. */
  private static boolean isUsable(String id) {
    return !id.isBlank()
        && id.length() <= MAX_ID_CHARACTERS
        && id.chars().noneMatch(Character::isISOControl);
  }
}
