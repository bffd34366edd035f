package io.functionrunner.perf.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.functionrunner.perf.page.PageAssets;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * One file that needs no network, with style, script and data inside. Everything that a server or a
 * user named is escaped, and the page's own policy lets no other script run.
 */
final class HtmlPage {

  private static final int MOST = 2_000;

  private static final Mustache.Escaper ESCAPER =
      text -> Escapers.HTML.escape(Plain.line(text, MOST));

  private static final ObjectMapper JSON = new ObjectMapper();

  private HtmlPage() {}

  /** Writes a page of tables, UTF-8, and leaves {@code out} open. */
  static void write(OutputStream out, String template, Map<String, Object> model)
      throws IOException {
    Map<String, Object> page = new HashMap<>(model);
    page.put("style", PageAssets.style());
    Template compiled =
        Mustache.compiler()
            .withEscaper(ESCAPER)
            .withLoader(fragment -> new StringReader(resource(fragment)))
            .compile(resource(template));
    out.write(compiled.execute(page).getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a page with charts: the script of that name draws what {@code data} holds. */
  static void write(
      OutputStream out, String template, Map<String, Object> model, String script, JsonNode data)
      throws IOException {
    String scripts = PageAssets.script() + resource(script);
    Map<String, Object> page = new HashMap<>(model);
    page.put("script", scripts);
    page.put("scriptHash", PageAssets.hash(scripts));
    page.put("chartLicence", PageAssets.licence());
    page.put("data", PageAssets.inert(JSON.writeValueAsString(data)));
    write(out, template, page);
  }

  /** Names of a path below the page, as a link that is nothing else, whatever they are. */
  static String link(String... names) {
    StringBuilder link = new StringBuilder(".");
    for (String name : names) {
      link.append('/').append(URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"));
    }
    return link.toString();
  }

  private static String resource(String name) throws IOException {
    return PageAssets.resource(HtmlPage.class, name);
  }
}
