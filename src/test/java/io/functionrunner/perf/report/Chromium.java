package io.functionrunner.perf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** Debian's Chromium, headless. */
public final class Chromium {

  private static final Pattern CONSOLE = Pattern.compile(":CONSOLE[:(]");

  private static final Pattern DEV_TOOLS = Pattern.compile("DevTools listening on ws://([^/]+)/");
  private static final int SECONDS = 60;

  /** No sandbox: tests run as root in containers, and open their own pages only. */
  private static final List<String> QUIET =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--hide-scrollbars",
          "--window-size=1200,2400");

  private final Path work;

  /**
   * @param work a folder for its profile and its answers
   */
  public Chromium(Path work) {
    this.work = work;
  }

  /**
   * A page after its scripts have run.
   *
   * @param dom as HTML
   * @param console what scripts and policies complained of
   */
  record Page(String dom, List<String> console) {}

  Page load(Path page) throws IOException, InterruptedException {
    Path log = work.resolve("stderr.txt");
    Path dom = work.resolve("dom.html");
    run(log, dom, "--enable-logging=stderr", "--virtual-time-budget=5000", "--dump-dom", url(page));
    List<String> console =
        Files.readString(log).lines().filter(line -> CONSOLE.matcher(line).find()).toList();
    return new Page(Files.readString(dom), console);
  }

  BufferedImage screenshot(Path page, boolean dark) throws IOException, InterruptedException {
    Path image = work.resolve(dark ? "dark.png" : "light.png");
    List<String> options = new ArrayList<>(List.of("--screenshot=" + image, url(page)));
    if (dark) {
      options.add("--blink-settings=preferredColorScheme=0");
    }
    run(work.resolve("stderr.txt"), work.resolve("dom.html"), options.toArray(String[]::new));
    return ImageIO.read(image.toFile());
  }

  /** Mean of an image's pixels, 0 to 255. */
  static double brightness(BufferedImage image) {
    double sum = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        sum += ((rgb >> 16 & 255) + (rgb >> 8 & 255) + (rgb & 255)) / 3.0;
      }
    }
    return sum / image.getWidth() / image.getHeight();
  }

  /** An empty page that goes on living until it is closed. */
  public ChromiumTab tab() throws IOException, InterruptedException {
    Path log = work.resolve("tab.txt");
    List<String> command = command();
    command.addAll(List.of("--remote-debugging-port=0", "about:blank"));
    Process browser =
        new ProcessBuilder(command)
            .redirectError(log.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (true) {
      Matcher devTools = DEV_TOOLS.matcher(Files.exists(log) ? Files.readString(log) : "");
      if (devTools.find()) {
        return new ChromiumTab(browser, page(devTools.group(1)));
      }
      assertTrue(browser.isAlive() && System.nanoTime() < deadline, () -> read(log));
      Thread.sleep(50);
    }
  }

  /** The one page of a browser just started. */
  private static URI page(String authority) throws IOException, InterruptedException {
    HttpResponse<String> list =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://" + authority + "/json/list")).build(),
                HttpResponse.BodyHandlers.ofString());
    for (JsonNode target : new ObjectMapper().readTree(list.body())) {
      if (target.get("type").asText().equals("page")) {
        return URI.create(target.get("webSocketDebuggerUrl").asText());
      }
    }
    throw new IOException("no page in " + list.body());
  }

  private List<String> command() throws IOException {
    List<String> command = new ArrayList<>(List.of("chromium"));
    command.addAll(QUIET);
    command.add("--user-data-dir=" + Files.createTempDirectory(work, "profile"));
    return command;
  }

  private void run(Path log, Path out, String... options) throws IOException, InterruptedException {
    List<String> command = command();
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectError(log.toFile())
            .redirectOutput(out.toFile())
            .start();
    assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "chromium did not end");
    assertEquals(0, process.exitValue(), () -> read(log));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String url(Path page) {
    return page.toUri().toString();
  }
}
