package io.functionrunner.perf.injector;

/** What is sampled of the injector. A point tells of the time since the point before. */
public enum InjectorMetric {
  CPU_SHARE(
      "injector_cpu_share",
      "share",
      "CPU time of the injector's process, of all that it may use (machine, affinity, quota)"),
  CPU_ALLOWANCE(
      "injector_cpu_allowance",
      "cores",
      "what the process may use: processors, or a smaller quota"),
  SYSTEM_CPU_SHARE(
      "injector_system_cpu_share",
      "share",
      "busy CPU time of the machine or container, by whomever: other processes are in it"),
  HEAP_USED("injector_heap_used_bytes", "bytes", "heap with the garbage that is in it"),
  HEAP_MAX("injector_heap_max_bytes", "bytes", "what the heap may grow to"),
  HEAP_AFTER_GC_SHARE(
      "injector_heap_after_gc_share",
      "share",
      "heap that outlived the last collection, of the largest heap; no point without a collection"),
  GC_PAUSE_SHARE(
      "injector_gc_pause_share", "share", "time in which a collection stopped all threads"),
  DESCRIPTORS("injector_descriptors", "descriptors", "open files and sockets of the process"),
  DESCRIPTOR_LIMIT("injector_descriptor_limit", "descriptors", "how many it may open"),
  TCP_ESTABLISHED(
      "injector_tcp_established", "connections", "established TCP connections of the host"),
  EVENT_LOOP_DELAY(
      "injector_event_loop_delay_millis", "ms", "the longest that a due probe waited for its loop"),
  EVENT_LOOP_PROBES("injector_event_loop_probes", "probes", "how many probes came due"),
  EVENT_LOOP_LATE(
      "injector_event_loop_late", "probes", "how many of them waited longer than 100 ms"),
  SCHEDULE_LAG(
      "injector_schedule_lag_millis",
      "ms",
      "the longest that a task was submitted after its intended time; no point without a task");

  private final String id;
  private final String unit;
  private final String meaning;

  InjectorMetric(String id, String unit, String meaning) {
    this.id = id;
    this.unit = unit;
    this.meaning = meaning;
  }

  /** Name of its series. */
  public String id() {
    return id;
  }

  /** Unit of its values; a {@code share} is 0 to 1. */
  public String unit() {
    return unit;
  }

  /** One sentence for a reader. */
  public String meaning() {
    return meaning;
  }
}
