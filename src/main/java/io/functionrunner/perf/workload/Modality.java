package io.functionrunner.perf.workload;

import java.util.Locale;

/** What a generation task produces. Each modality has its template, its queue and its workers. */
public enum Modality {
  IMAGE,
  VIDEO,
  AUDIO,
  TEXT;

  /** Short name, as request names and files carry it: {@code image}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The function runner's template: {@code image_generation_v1}. */
  public String template() {
    return id() + "_generation_v1";
  }
}
