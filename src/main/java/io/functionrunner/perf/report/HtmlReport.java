package io.functionrunner.perf.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.page.PageAssets;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes {@code performance.html}: one file that needs no network, with uPlot's script and style
 * inside. Everything that a server or a user named is escaped, and the page's own policy lets no
 * other script run.
 */
public final class HtmlReport {

  private static final int MOST = 2_000;

  private static final Mustache.Escaper ESCAPER =
      text -> Escapers.HTML.escape(Plain.line(text, MOST));

  private static final ObjectMapper JSON = new ObjectMapper();

  private HtmlReport() {}

  /** Writes UTF-8, and leaves {@code out} open. */
  public static void write(OutputStream out, Analysis analysis) throws IOException {
    String script = PageAssets.script() + resource("performance.js");
    Map<String, Object> page = new HashMap<>(HtmlModel.of(analysis));
    page.put("script", script);
    page.put("scriptHash", PageAssets.hash(script));
    page.put("chartLicence", PageAssets.licence());
    page.put("style", PageAssets.style());
    page.put("data", PageAssets.inert(JSON.writeValueAsString(ChartData.of(analysis))));
    Template template =
        Mustache.compiler().withEscaper(ESCAPER).compile(resource("performance.html"));
    out.write(template.execute(page).getBytes(StandardCharsets.UTF_8));
  }

  private static String resource(String name) throws IOException {
    return PageAssets.resource(HtmlReport.class, name);
  }
}
