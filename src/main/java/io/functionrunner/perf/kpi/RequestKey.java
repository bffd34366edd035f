package io.functionrunner.perf.kpi;

import java.util.List;

/** What requests are told apart by: their groups, outermost first, and their name. */
public record RequestKey(List<String> groups, String name) {

  /** Stands for every request beyond the number of keys that are told apart. */
  public static final RequestKey OTHER = new RequestKey(List.of(), "(other)");

  public RequestKey {
    groups = List.copyOf(groups);
  }

  /** Groups and name joined by {@code " / "}, as Gatling's report shows them. */
  public String label() {
    return groups.isEmpty() ? name : String.join(" / ", groups) + " / " + name;
  }
}
