package io.functionrunner.perf.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A scrape, read from Prometheus' text format by its grammar: {@code name{label="v",…} value}. */
public record Exposition(List<Sample> samples) {
  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (\\S+)(?: .*)?");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"([^\"]*)\",?");

  public record Sample(String name, Map<String, String> labels, double value) {}

  public static Exposition of(PrometheusRegistry registry) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create()
          .write(text, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return parse(text.toString(StandardCharsets.UTF_8));
  }

  public static Exposition parse(String text) {
    List<Sample> samples = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("#")) {
        continue;
      }
      Matcher sample = LINE.matcher(line);
      assertTrue(sample.matches(), line);
      Map<String, String> labels = new HashMap<>();
      Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
      String value = sample.group(3).replace("+Inf", "Infinity");
      samples.add(new Sample(sample.group(1), labels, Double.parseDouble(value)));
    }
    return new Exposition(samples);
  }

  /** The one sample with this name and, when given, this label. */
  public double value(String name, String... label) {
    List<Sample> found =
        samples.stream()
            .filter(sample -> sample.name().equals(name))
            .filter(sample -> label.length == 0 || label[1].equals(sample.labels().get(label[0])))
            .toList();
    assertEquals(1, found.size(), name + String.join("=", label) + ": " + found);
    return found.get(0).value();
  }
}
