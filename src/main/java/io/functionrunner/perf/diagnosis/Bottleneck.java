package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.diagnosis.Finding.Severity;
import io.functionrunner.perf.diagnosis.Finding.Span;
import java.util.Optional;

/**
 * What limited the system, or will.
 *
 * @param kind of the resource: {@code pool}, {@code gpu}, {@code stage}, {@code host_cpu}, {@code
 *     disk}, {@code memory}, {@code queue} or {@code injector}
 * @param name of the pool, queue or host; empty where there is one of a kind
 * @param resource for people: {@code image workers}
 * @param evidence the numbers
 * @param window when it did; empty for the whole run
 */
public record Bottleneck(
    String kind,
    String name,
    String resource,
    Severity severity,
    String evidence,
    Optional<Span> window) {

  Finding finding() {
    String title =
        switch (severity) {
          case CRITICAL -> "Bottleneck: " + resource;
          case WARNING -> "Near its limit: " + resource;
          case INFO -> "Saturated for a time: " + resource;
        };
    return new Finding(severity, title, evidence, window);
  }
}
