package io.functionrunner.perf.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What all pages share: one style, one way to draw charts, and the rules that keep text from
 * servers inert. Pages on disk have it inside, since they may not fetch anything.
 */
public final class PageAssets {

  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";

  private PageAssets() {}

  /** The chart library and our charts, to stand before a page's own script: {@code charts.show}. */
  public static String script() throws IOException {
    return resource(PageAssets.class, UPLOT + "dist/uPlot.iife.min.js")
        + resource(PageAssets.class, "charts.js");
  }

  /** The style of pages, charts included. */
  public static String style() throws IOException {
    return resource(PageAssets.class, UPLOT + "dist/uPlot.min.css")
        + "\n"
        + resource(PageAssets.class, "page.css");
  }

  /** The chart library's licence, which goes wherever the library goes. */
  public static String licence() throws IOException {
    return resource(PageAssets.class, UPLOT + "LICENSE");
  }

  /**
   * A text file of the class path.
   *
   * @param beside a relative name is looked up beside this class
   */
  public static String resource(Class<?> beside, String name) throws IOException {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + ": missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** JSON that nothing inside a script element can take for its end, or a comment's start. */
  public static String inert(String json) {
    return json.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  /** What a Content-Security-Policy calls a script by: {@code sha256-…}. */
  public static String hash(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
