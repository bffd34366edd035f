package io.functionrunner.perf.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.functionrunner.perf.analysis.Analysis;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes {@code performance.html}: one file that needs no network, with uPlot's script and style
 * inside. Everything that a server or a user named is escaped, and the page's own policy lets no
 * other script run.
 */
public final class HtmlReport {

  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";

  private static final int MOST = 2_000;

  private static final Mustache.Escaper ESCAPER =
      text -> Escapers.HTML.escape(Plain.line(text, MOST));

  private static final ObjectMapper JSON = new ObjectMapper();

  private HtmlReport() {}

  /** Writes UTF-8, and leaves {@code out} open. */
  public static void write(OutputStream out, Analysis analysis) throws IOException {
    String script = resource(UPLOT + "dist/uPlot.iife.min.js") + resource("performance.js");
    Map<String, Object> page = new HashMap<>(HtmlModel.of(analysis));
    page.put("script", script);
    page.put("scriptHash", "sha256-" + sha256(script));
    page.put("chartStyle", resource(UPLOT + "dist/uPlot.min.css"));
    page.put("chartLicence", resource(UPLOT + "LICENSE"));
    page.put("style", resource("performance.css"));
    page.put("data", inert(JSON.writeValueAsString(ChartData.of(analysis))));
    Template template =
        Mustache.compiler().withEscaper(ESCAPER).compile(resource("performance.html"));
    out.write(template.execute(page).getBytes(StandardCharsets.UTF_8));
  }

  /** JSON that nothing inside a script element can take for its end, or a comment's start. */
  static String inert(String json) {
    return json.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + ": missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
