package io.functionrunner.perf.report;

import io.functionrunner.perf.diagnosis.Diagnosis;
import io.functionrunner.perf.diagnosis.ResourceUse;
import java.util.List;

/** The table of resources, as every report for people shows it. */
final class DiagnosisRows {

  static final List<String> HEAD =
      List.of(
          "Resource",
          "What it is",
          "Servers",
          "Busy",
          "Saturated",
          "Waiting",
          "most",
          "Demand per task",
          "Tasks/s at most",
          "Offered");

  private DiagnosisRows() {}

  static List<List<String>> of(Diagnosis diagnosis) {
    return diagnosis.resources().stream().map(DiagnosisRows::row).toList();
  }

  private static List<String> row(ResourceUse use) {
    return List.of(
        Plain.line(use.title(), 60),
        role(use),
        Display.plain(use.servers(), 1),
        Display.number(use.utilisation(), "share"),
        Display.number(use.saturatedShare(), "share")
            + use.saturated()
                .map(w -> " (" + Display.span(w.startMillis(), w.endMillis()) + ")")
                .orElse(""),
        Display.optional(use.waitingAverage(), "tasks"),
        Display.optional(use.waitingPeak(), "tasks"),
        Display.optional(use.demandSeconds(), "s"),
        Display.optional(use.capacityPerSecond(), ""),
        Display.optional(use.offeredPerSecond(), ""));
  }

  private static String role(ResourceUse use) {
    return switch (use.role()) {
      case BOTTLENECK -> "bottleneck";
      case AT_TIMES -> use.drained() ? "saturated for a time, drained" : "saturated for a time";
      case BLOCKED -> "waits for another";
      case FREE -> "has room";
    };
  }
}
