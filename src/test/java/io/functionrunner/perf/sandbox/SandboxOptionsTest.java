package io.functionrunner.perf.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.workload.Modality;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SandboxOptionsTest {
  @Test
  void defaultsAreThoseThatTheOptionsState() {
    SandboxOptions options = SandboxOptions.defaults();
    assertEquals(10, options.speed());
    assertEquals(1, options.faults().slowdown());
    assertEquals(
        Map.of(Modality.IMAGE, 100, Modality.VIDEO, 80, Modality.AUDIO, 32, Modality.TEXT, 40),
        options.workers());
    assertTrue(options.faults().stallHttp().isEmpty());
  }

  @Test
  void oneNumberIsEveryPoolsSizeAndAListOverridesTheDefaults() {
    assertEquals(8, parse("workers", "8").workers().get(Modality.VIDEO));
    Map<Modality, Integer> listed = parse("workers", "image=7,text=3").workers();
    assertEquals(7, listed.get(Modality.IMAGE));
    assertEquals(3, listed.get(Modality.TEXT));
    assertEquals(80, listed.get(Modality.VIDEO));
  }

  @ParameterizedTest
  @CsvSource({
    "15s@60s, 15000, 60000",
    "250ms@1.5s, 250, 1500",
    "2m@0s, 120000, 0",
    "1h@24h, 3600000, 86400000"
  })
  void windowsHaveALengthAndAStart(String text, long lengthMillis, long startMillis) {
    FaultWindow expected =
        new FaultWindow(Duration.ofMillis(lengthMillis), Duration.ofMillis(startMillis));
    assertEquals(expected, parse("stallHttp", text).faults().stallHttp().orElseThrow());
  }

  @Test
  void levelsAlsoHaveAStrength() {
    FaultPlan.Level level = parse("gpuThrottle", "30s@1m*2.5").faults().gpuThrottle().orElseThrow();
    assertEquals(
        new FaultPlan.Level(new FaultWindow(Duration.ofSeconds(30), Duration.ofMinutes(1)), 2.5),
        level);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port|70000",
        "port|http",
        "speed|0",
        "speed|NaN",
        "speed|-1",
        "slowdown|0",
        "slowdown|fast",
        "workers|0",
        "workers|image",
        "workers|image=",
        "workers|img=3",
        "workers|image=3,",
        "workers|image=-1",
        "gpus|0",
        "gpus|65",
        "queueCapacity|0",
        "errorRate|1.5",
        "errorRate|5%",
        "lostRate|-0.1",
        "lostRate|NaN",
        "stallWorkers|15s",
        "stallHttp|@60s",
        "stallHttp|15@60",
        "stallHttp|0s@60s",
        "stallHttp|-1s@60s",
        "gpuThrottle|30s@60s",
        "gpuThrottle|30s@60s*0.5",
        "latencyJitter|30s@60s*9",
        "errorBurst|30s@60s*2",
        "memoryLeak|-1",
        "slowStage|NaN"
      })
  void anIllegalValueIsRefusedWithTheLegalOnes(String key, String value) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> parse(key, value));
    SandboxOption option =
        Arrays.stream(SandboxOption.values())
            .filter(candidate -> candidate.key().equals(key))
            .findFirst()
            .orElseThrow();
    assertTrue(refused.getMessage().startsWith(key + "="), refused.getMessage());
    assertTrue(refused.getMessage().endsWith(option.legal()), refused.getMessage());
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> parse("sped", "10"));
    assertTrue(refused.getMessage().startsWith("sped: "), refused.getMessage());
    assertTrue(refused.getMessage().contains("speed"), refused.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void everyDefaultIsLegalWhenWrittenOut(SandboxOption option) {
    assertEquals(SandboxOptions.defaults(), parse(option.key(), option.defaultValue()));
  }

  private static SandboxOptions parse(String key, String value) {
    return SandboxOptions.parse(Map.of(key, value));
  }
}
