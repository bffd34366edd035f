package io.functionrunner.perf.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What we ask of Grafana's HTTP API: a folder, dashboards, annotations. Every answer but success is
 * an {@link IOException} that says what to do about it; the token is in none.
 */
public final class GrafanaApi {

  /** Environment variable with the token of a service account. */
  public static final String TOKEN_VARIABLE = "GRAFANA_TOKEN";

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_EXCERPT = 200;
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI base;
  private final Optional<String> token;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private record Answer(int status, JsonNode body) {}

  /**
   * @param base URL of the Grafana, a path below it included
   * @param token sent as bearer token
   */
  public GrafanaApi(URI base, Optional<String> token) {
    boolean http = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
    if (!http || base.getHost() == null || base.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "not the URL of a Grafana. Expecting http://host:3000 without credentials in it");
    }
    this.base = base;
    this.token = token;
  }

  /** Makes the folder, or leaves the one with that uid as it is. */
  public void folder(String uid, String title) throws IOException, InterruptedException {
    String path = "/api/folders/" + uid;
    Answer there = send("GET", path, null);
    if (there.status == NOT_FOUND) {
      done(
          send("POST", "/api/folders", JSON.createObjectNode().put("uid", uid).put("title", title)),
          "/api/folders");
    } else {
      done(there, path);
    }
  }

  /**
   * Installs a dashboard in place of the one with its uid: what people changed in it is
   * overwritten, and stays in its versions.
   *
   * @return where it is, as a path of the Grafana
   */
  public String dashboard(ObjectNode dashboard, String folderUid)
      throws IOException, InterruptedException {
    ObjectNode request = JSON.createObjectNode();
    request.set("dashboard", dashboard);
    request
        .put("folderUid", folderUid)
        .put("message", "function-runner-performance")
        .put("overwrite", true);
    String path = "/api/dashboards/db";
    return done(send("POST", path, request), path).path("url").asText();
  }

  /**
   * Writes an annotation.
   *
   * @param timeMillis epoch milliseconds
   * @return its id
   */
  public long annotate(long timeMillis, List<String> tags, String text)
      throws IOException, InterruptedException {
    ObjectNode request = JSON.createObjectNode().put("time", timeMillis).put("text", text);
    tags(request, tags);
    String path = "/api/annotations";
    JsonNode id = done(send("POST", path, request), path).path("id");
    if (!id.isIntegralNumber()) {
      throw new IOException(at(path) + " answered without the annotation's id");
    }
    return id.asLong();
  }

  /** Makes an annotation one of a stretch of time, and replaces tags and text. */
  public void close(long id, long endMillis, List<String> tags, String text)
      throws IOException, InterruptedException {
    ObjectNode request = JSON.createObjectNode().put("timeEnd", endMillis).put("text", text);
    tags(request, tags);
    String path = "/api/annotations/" + id;
    done(send("PATCH", path, request), path);
  }

  private static void tags(ObjectNode request, List<String> tags) {
    ArrayNode array = request.putArray("tags");
    tags.forEach(array::add);
  }

  private Answer send(String method, String path, ObjectNode body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(at(path)))
            .timeout(PATIENCE)
            .header("Accept", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString()));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
    try {
      HttpResponse<byte[]> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(answer.statusCode(), parsed(answer.body()));
    } catch (IOException e) {
      throw new IOException(at(path) + " cannot be asked: " + e, e);
    }
  }

  private static JsonNode parsed(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return JSON.createObjectNode().put("message", new String(body, StandardCharsets.UTF_8));
    }
  }

  private JsonNode done(Answer answer, String path) throws IOException {
    if (answer.status == OK) {
      return answer.body;
    }
    String why =
        switch (answer.status) {
          case UNAUTHORIZED ->
              "wants a token. Expecting that of a service account in " + TOKEN_VARIABLE;
          case FORBIDDEN -> "forbids it: the token's service account needs the role Editor";
          case NOT_FOUND -> "is not there: is this the URL of a Grafana?";
          case PRECONDITION_FAILED ->
              "has another dashboard of that name, or a newer one, that must not be overwritten";
          default -> "answered";
        };
    throw new IOException(
        "%s %s (HTTP %d: %s)".formatted(at(path), why, answer.status, excerpt(answer.body)));
  }

  private String at(String path) {
    return base.toString().replaceFirst("/+$", "") + path;
  }

  /** A server's words: short, on one line. */
  private static String excerpt(JsonNode body) {
    String said = body.path("message").asText(body.toString());
    String line = said.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip();
    return line.length() > MOST_EXCERPT ? line.substring(0, MOST_EXCERPT) + "…" : line;
  }
}
