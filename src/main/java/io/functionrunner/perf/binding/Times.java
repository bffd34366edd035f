package io.functionrunner.perf.binding;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;

/** Where answers tell the server's times of a task. */
record Times(Map<String, Timed> timed) {

  static Times of(Element element) {
    return new Times(element.members(Timed::of));
  }

  ServerTimes read(Reply reply, Scope scope) {
    return timed.isEmpty()
        ? ServerTimes.NONE
        : new ServerTimes(
            millis("created", reply, scope),
            millis("started", reply, scope),
            millis("completed", reply, scope),
            millis("queued", reply, scope),
            millis("ran", reply, scope));
  }

  private OptionalLong millis(String name, Reply reply, Scope scope) {
    Timed place = timed.get(name);
    return place == null ? OptionalLong.empty() : place.millis(reply, scope, Instant.EPOCH);
  }
}
