package io.functionrunner.perf.kpi;

import io.functionrunner.perf.run.TaskRecord;
import java.util.Comparator;

/** Tasks that may be compared with each other: one modality at one quality. */
public record TaskClass(String modality, String quality) implements Comparable<TaskClass> {

  private static final Comparator<TaskClass> ORDER =
      Comparator.comparing(TaskClass::modality).thenComparing(TaskClass::quality);

  static TaskClass of(TaskRecord task) {
    return new TaskClass(task.modality(), task.quality());
  }

  /** As KPIs and criteria name it: {@code image.draft}. */
  public String id() {
    return modality + "." + quality;
  }

  /** As people read it, and as request names have it: {@code image draft}. */
  public String title() {
    return modality + " " + quality;
  }

  // A record's own are method handles, which take their time until the JVM's last compiler had
  // them.

  @Override
  public boolean equals(Object other) {
    return other instanceof TaskClass that
        && modality.equals(that.modality)
        && quality.equals(that.quality);
  }

  @Override
  public int hashCode() {
    return 31 * modality.hashCode() + quality.hashCode();
  }

  @Override
  public int compareTo(TaskClass other) {
    return ORDER.compare(this, other);
  }
}
