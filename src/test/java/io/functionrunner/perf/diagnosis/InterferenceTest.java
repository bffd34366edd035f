package io.functionrunner.perf.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.workload.Modality;
import io.functionrunner.perf.workload.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MixedTest against runs of some of its modalities, on the sandbox's engine. */
class InterferenceTest {

  @TempDir Path folder;

  private Analysis run(Profile profile, long seed, Map<String, String> settings)
      throws IOException {
    Path directory = Files.createTempDirectory(folder, "run");
    new VirtualRun(profile, 1, seed, settings, Duration.ofSeconds(5)).write(directory);
    return Plant.analysis(directory);
  }

  private static Profile only(Modality modality) {
    return Plant.mixed().only(Set.of(modality));
  }

  private static Map<String, Interference> between(Analysis here, Analysis other) {
    return Interference.between(here.tasks().orElseThrow(), 1, other.tasks().orElseThrow(), 1)
        .stream()
        .collect(Collectors.toMap(i -> i.taskClass().modality(), Function.identity()));
  }

  /** Four GPUs do for the images alone, and not for videos beside them. */
  @Test
  void imagesSlowDownWhenVideosTakeTheGpus() throws IOException {
    Map<String, String> fewGpus = Map.of("gpus", "4");
    Analysis mixed = run(Plant.mixed(), 1, fewGpus);
    Interference images = between(mixed, run(only(Modality.IMAGE), 2, fewGpus)).get("image");
    assertTrue(images.slower(), images.sentence());
    assertTrue(images.ratio() > 1.5, images.sentence());
    assertTrue(images.sentence().startsWith("slower: "), images.sentence());
  }

  /** Texts need no GPU: they do not care. */
  @Test
  void textsDoNotMindThem() throws IOException {
    Map<String, String> fewGpus = Map.of("gpus", "4");
    Analysis mixed = run(Plant.mixed(), 1, fewGpus);
    Interference texts = between(mixed, run(only(Modality.TEXT), 2, fewGpus)).get("text");
    assertTrue(!texts.slower(), texts.sentence());
    assertEquals(1, texts.ratio(), .08);
  }

  /** A stage that all share makes texts wait for videos. */
  @Test
  void textsMindASharedStage() throws IOException {
    Map<String, String> stage = Map.of("slowStage", "0.9");
    Analysis mixed = run(Plant.mixed(), 1, stage);
    Interference texts = between(mixed, run(only(Modality.TEXT), 2, stage)).get("text");
    assertTrue(texts.slower(), texts.sentence());
  }

  @Test
  void speedIsTakenOut() throws IOException {
    Analysis run = run(only(Modality.TEXT), 1, Map.of());
    Interference same =
        Interference.between(run.tasks().orElseThrow(), 10, run.tasks().orElseThrow(), 5).get(0);
    assertEquals(2, same.ratio(), 1e-9);
    assertEquals(2 * same.otherMedianSeconds(), same.medianSeconds(), 1e-9);
  }
}
