package io.functionrunner.perf.binding;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call before the submission that brings an input to the server.
 *
 * @param when the name whose value is uploaded: without one, the call is left out
 * @param capture what the answer gives to the calls that follow
 */
record Upload(Call call, String when, Map<String, Place> capture) {

  static Upload of(Element upload, Call.Sender sender) {
    return new Upload(
        Call.of(upload, "POST", sender),
        upload.at("when").text(""),
        upload.at("capture").members(Place::of));
  }

  boolean isNeeded(Scope scope) {
    return when.isEmpty() || scope.find(when).isPresent();
  }

  Uploaded read(Preparation preparation, Answer answer, Conventions conventions) {
    Reply reply = new Reply(answer);
    Scope scope = preparation.scope();
    if (conventions.throttles(reply, scope)) {
      return new Uploaded.Rejected(
          conventions.hint(reply, scope), conventions.reasonOfCode(List.of(), reply, scope));
    }
    if (!call.accept().contains(answer.status())) {
      return new Uploaded.Refused(
          Conventions.kindOf(answer.status()), conventions.reasonOfCode(List.of(), reply, scope));
    }
    Map<String, JsonNode> found = new HashMap<>();
    for (Map.Entry<String, Place> entry : capture.entrySet()) {
      Optional<JsonNode> value = entry.getValue().find(reply, scope);
      if (value.isEmpty()) {
        return new Uploaded.Refused(
            ErrorKind.UNEXPECTED,
            "no '%s' in %s".formatted(entry.getKey(), conventions.line(answer.body())));
      }
      found.put(entry.getKey(), value.get());
    }
    return new Uploaded.Done(preparation.with(scope.with(found)));
  }
}
