package io.functionrunner.perf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** Debian's Chromium, headless, for a page on disk. */
final class Chromium {

  private static final Pattern CONSOLE = Pattern.compile(":CONSOLE[:(]");

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
  Chromium(Path work) {
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

  private void run(Path log, Path out, String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("chromium"));
    command.addAll(QUIET);
    command.add("--user-data-dir=" + Files.createTempDirectory(work, "profile"));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectError(log.toFile())
            .redirectOutput(out.toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "chromium did not end");
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
