package io.functionrunner.perf.binding;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** An accepted task: what the later calls need to find it. Immutable; holds no inputs. */
public final class TaskRef {
  private final String id;
  private final Scope scope;

  TaskRef(String id, Scope scope) {
    this.id = id;
    this.scope = scope;
  }

  /** The server's name of the task: text from a server, at most 512 printable characters. */
  public String id() {
    return id;
  }

  Scope scope() {
    return scope;
  }

  TaskRef with(Map<String, JsonNode> captured) {
    return captured.isEmpty() ? this : new TaskRef(id, scope.with(captured));
  }

  @Override
  public String toString() {
    return "TaskRef[" + id + "]";
  }
}
