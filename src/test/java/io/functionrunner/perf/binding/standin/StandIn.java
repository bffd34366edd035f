package io.functionrunner.perf.binding.standin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** A server that speaks one vendor's API, on a loopback port of its own. */
public abstract class StandIn {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final String authorization;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Map<String, Task> tasks = new ConcurrentHashMap<>();

  /** A request as it came. */
  public record Call(
      String method, String path, String query, Map<String, String> headers, String body) {

    boolean is(String wantedMethod, String wantedPath) {
      return method.equals(wantedMethod) && path.matches(wantedPath);
    }

    /** The path's segment, from 1; empty when there is none. */
    String segment(int index) {
      String[] segments = path.split("/", -1);
      return index < segments.length ? segments[index] : "";
    }

    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(body, e);
      }
    }
  }

  /** An answer to give. */
  public record Reply(int status, Map<String, String> headers, String body) {
    static Reply of(int status, String body) {
      return new Reply(status, Map.of(), body);
    }
  }

  /** A task that was accepted. */
  static final class Task {
    final String id;
    final Scenario scenario;
    int polls;
    boolean cancelled;

    Task(String id, Scenario scenario) {
      this.id = id;
      this.scenario = scenario;
    }
  }

  /**
   * @param authorization the header that every call must carry; empty: none
   */
  protected StandIn(String authorization) throws Exception {
    this.authorization = authorization;
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new Vendor());
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  /** All requests so far, in order. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Requests whose method and path match. */
  public long count(String method, String path) {
    return calls.stream().filter(call -> call.is(method, path)).count();
  }

  public void stop() throws Exception {
    server.stop();
  }

  /** What the vendor answers to a call that carries the right credentials. */
  protected abstract Reply answer(Call call);

  /** What the vendor answers without them. */
  protected abstract Reply unauthorized();

  Task accept(String id, Scenario scenario) {
    Task task = new Task(id, scenario);
    tasks.put(id, task);
    return task;
  }

  /** Null for an id never accepted, and for a task that vanished. */
  Task find(String id) {
    Task task = tasks.get(id);
    return task == null || task.scenario == Scenario.VANISH ? null : task;
  }

  private final class Vendor extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      Map<String, String> headers = new ConcurrentHashMap<>();
      request.getHeaders().forEach(field -> headers.put(field.getName(), field.getValue()));
      String query = request.getHttpURI().getQuery();
      Call call =
          new Call(
              request.getMethod(),
              Request.getPathInContext(request),
              query == null ? "" : query,
              headers,
              Content.Source.asString(request, UTF_8));
      calls.add(call);
      boolean known = authorization.isEmpty() || authorization.equals(headers.get("Authorization"));
      Reply reply = known ? answer(call) : unauthorized();
      response.setStatus(reply.status());
      reply.headers().forEach(response.getHeaders()::put);
      Content.Sink.write(response, true, reply.body(), callback);
      return true;
    }
  }
}
