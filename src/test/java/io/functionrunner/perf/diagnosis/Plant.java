package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.analysis.AnalysisOptions;
import io.functionrunner.perf.analysis.RunAnalyzer;
import io.functionrunner.perf.kpi.CriteriaFile;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Something planted in the sandbox, and what a diagnosis has to name. */
enum Plant {
  /** 50 of 71 that would be busy. */
  FEW_IMAGE_WORKERS("pool image", Load.MIXED, "workers", "image=50"),
  /** Places for 96 images and videos, of 128. */
  GPU_BOUND("gpu", Load.MIXED, "gpus", "4"),
  /** Eight tasks at once for two seconds: 4 of 9 tasks a second. */
  SLOW_STAGE("stage", Load.MIXED, "slowStage", "2"),
  MEMORY_LEAK("memory", Load.MIXED, "memoryLeak", "8"),
  /** A spike's backlog is some 400 texts and 150 images. */
  FULL_QUEUE("queue", Load.SPIKE, "queueCapacity", "60"),
  /** Each of these from the 400th second on. */
  STALL("queue", Load.MIXED, "stallWorkers", "30s@400s"),
  ERROR_BURST("errors", Load.MIXED, "errorBurst", "30s@400s*0.5"),
  GPU_THROTTLE("gpu", Load.MIXED, "gpuThrottle", "60s@400s*3"),
  LATENCY_JITTER("latency", Load.MIXED, "latencyJitter", "60s@400s*0.8"),
  /** Six submissions a second of nine. */
  SLOW_INJECTOR("injector", Load.MIXED, "", ""),
  NOTHING_MIXED("nothing", Load.MIXED, "", ""),
  NOTHING_BASELINE("nothing", Load.BASELINE, "", ""),
  NOTHING_SPIKE("nothing", Load.SPIKE, "", "");

  /** A quarter of an hour of MixedTest: 8,000 tasks. */
  private static final double SHORT = 0.25;

  private static final long PLANTED_MILLIS = 400_000;

  /** The longest fault lasts a minute, and what began in it shows a little later. */
  private static final long SHOWN_MILLIS = 180_000;

  private static final double SLOW_TASKS_PER_SECOND = 6;

  final String answer;
  private final Load load;
  private final String setting;
  private final String value;

  /** What the sandbox has to do. */
  private enum Load {
    MIXED,
    SPIKE,
    BASELINE;

    Profile profile() {
      return switch (this) {
        case MIXED -> mixed();
        case SPIKE -> Profiles.spike();
        case BASELINE -> Profiles.baseline();
      };
    }
  }

  Plant(String answer, Load load, String setting, String value) {
    this.answer = answer;
    this.load = load;
    this.setting = setting;
    this.value = value;
  }

  /** Whether it is an anomaly that the episode tells of. */
  boolean anomaly() {
    return this == STALL || this == ERROR_BURST || this == GPU_THROTTLE || this == LATENCY_JITTER;
  }

  /** Whether the episode is the planted one: when, and in which group of series. */
  boolean shows(Episode episode) {
    return AnomalySearch.overlap(
            episode.window(), new Finding.Span(PLANTED_MILLIS, PLANTED_MILLIS + SHOWN_MILLIS))
        && episode.anomalies().stream().anyMatch(a -> a.group().equals(answer));
  }

  static Profile mixed() {
    return Profiles.mixed().stretched(SHORT);
  }

  /** The run's files, in a new folder below this one. */
  Path run(Path parent, long seed) throws IOException {
    Path directory = Files.createTempDirectory(parent, name().toLowerCase(java.util.Locale.ROOT));
    Map<String, String> settings = setting.isEmpty() ? Map.of() : Map.of(setting, value);
    VirtualRun run = new VirtualRun(load.profile(), 1, seed, settings, Duration.ofSeconds(5));
    if (this == SLOW_INJECTOR) {
      run.injectorLimit(SLOW_TASKS_PER_SECOND);
    }
    run.write(directory);
    return directory;
  }

  static Analysis analysis(Path directory) throws IOException {
    return RunAnalyzer.analyze(directory, AnalysisOptions.with(CriteriaFile.shipped()));
  }

  /** What a diagnosis names. */
  static String named(Diagnosis diagnosis) {
    return diagnosis
        .cause()
        .map(c -> c.kind().equals("pool") ? "pool " + c.name() : c.kind())
        .orElse("nothing");
  }
}
