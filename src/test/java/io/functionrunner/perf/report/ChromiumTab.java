package io.functionrunner.perf.report;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.imageio.ImageIO;

/**
 * A page that goes on living, driven by the DevTools protocol: for what a page does over time. All
 * that its console, its policy and its network complain of is kept.
 */
public final class ChromiumTab implements AutoCloseable, WebSocket.Listener {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process browser;
  private final WebSocket socket;
  private final StringBuilder incoming = new StringBuilder();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private int last;
  private String loading = "";
  private volatile String loaded = "";

  ChromiumTab(Process browser, URI page) {
    this.browser = browser;
    this.socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(page, this).join();
    call("Runtime.enable", Map.of());
    call("Log.enable", Map.of());
    call("Page.enable", Map.of());
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean whole) {
    incoming.append(text);
    if (whole) {
      try {
        message(JSON.readTree(incoming.toString()));
      } catch (IOException e) {
        complaints.add("an unreadable message: " + e);
      }
      incoming.setLength(0);
    }
    from.request(1);
    return null;
  }

  private void message(JsonNode message) {
    if (message.has("id")) {
      answers.get(message.get("id").asInt()).complete(message);
      return;
    }
    String level = message.at("/params/entry/level").asText();
    switch (message.path("method").asText()) {
      case "Runtime.exceptionThrown", "Runtime.consoleAPICalled" ->
          complaints.add(message.get("params").toString());
      case "Log.entryAdded" -> {
        if (level.equals("error") || level.equals("warning")) {
          complaints.add(message.get("params").toString());
        }
      }
      case "Page.frameNavigated" -> {
        if (message.at("/params/frame/parentId").isMissingNode()) {
          loading = message.at("/params/frame/loaderId").asText();
        }
      }
      case "Page.loadEventFired" -> loaded = loading;
      default -> {
        // The rest is of no interest.
      }
    }
  }

  private JsonNode call(String method, Map<String, ?> parameters) {
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    ObjectNode command = JSON.createObjectNode();
    synchronized (this) {
      answers.put(++last, answer);
      command.put("id", last).put("method", method).set("params", JSON.valueToTree(parameters));
      socket.sendText(command.toString(), true).join();
    }
    try {
      JsonNode message = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (message.has("error")) {
        return fail(method + ": " + message.get("error"));
      }
      return message.get("result");
    } catch (Exception e) {
      return fail(method + ": " + e);
    }
  }

  /**
   * Opens a page in place of the present one, and waits until its scripts have run: what is asked
   * of it next is not asked of half a document.
   */
  public void open(URI url) throws InterruptedException, TimeoutException {
    String loader =
        call("Page.navigate", Map.of("url", url.toString())).path("loaderId").asText("none");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!loader.equals(loaded)) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException(url + " was never loaded: " + complaints);
      }
      Thread.sleep(20);
    }
  }

  /** Value of an expression in the page. */
  public JsonNode value(String expression) {
    JsonNode result =
        call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    if (result.has("exceptionDetails")) {
      return fail(expression + ": " + result.get("exceptionDetails"));
    }
    return result.at("/result/value");
  }

  /** Waits until an expression holds. */
  public void await(String expression) throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!value("Boolean(" + expression + ")").asBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException(
            expression + " never held; " + value("document.body.innerText") + complaints);
      }
      Thread.sleep(100);
    }
  }

  /** What console, policy and network complained of so far. */
  public List<String> complaints() {
    return new ArrayList<>(complaints);
  }

  /** As if the reader preferred this. */
  public void dark(boolean dark) {
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** The window's size, in CSS pixels. */
  public void size(int width, int height) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** What the window shows, as PNG. */
  public byte[] screenshot() {
    return Base64.getDecoder()
        .decode(call("Page.captureScreenshot", Map.of("format", "png")).get("data").asText());
  }

  /** Mean of its pixels, 0 to 255. */
  public double brightness() throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(screenshot()));
    return Chromium.brightness(image);
  }

  @Override
  public void close() {
    socket.abort();
    browser.descendants().forEach(ProcessHandle::destroy);
    browser.destroy();
    browser.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
