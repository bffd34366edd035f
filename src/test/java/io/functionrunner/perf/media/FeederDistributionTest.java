package io.functionrunner.perf.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is drawn has the published quantiles and shares. */
class FeederDistributionTest {
  private static final int DRAWS = 20_000;

  /**
   * The share of draws that lie below a true quantile p is binomial. Five standard deviations leave
   * one false alarm in 1.7 million, were the seeds new every time; a p99 may be off by 0.35 percent
   * points, a median by 1.8.
   */
  private static final double DEVIATIONS = 5;

  private static final Feeders FEEDERS = Feeders.builtIn();

  /** Alibaba GenTD26 trace, 26,823 requests. */
  @Test
  void imagePromptsHaveThePublishedLengths() {
    assertQuantiles(
        draw("image", inputs -> ((String) inputs.get("prompt")).length()),
        Map.of(5, 5, 25, 32, 50, 52, 75, 65, 90, 90, 95, 127, 99, 253));
  }

  /** Azure LLM inference trace 2023, conversation; four characters a token. */
  @Test
  void textPromptsHaveThePublishedLengths() {
    assertQuantiles(
        draw("text", inputs -> ((String) inputs.get("prompt")).length() / 4),
        Map.of(50, 1020, 90, 2735, 99, 4142));
  }

  /** Azure LLM inference trace 2023, conversation. */
  @Test
  void textOutputsHaveThePublishedLengths() {
    assertQuantiles(
        draw("text", inputs -> (Integer) inputs.get("max_tokens")),
        Map.of(50, 129, 90, 424, 99, 601));
  }

  /** Alibaba GenTD26 trace; the image to image share is the manifest's. */
  @ParameterizedTest
  @CsvSource({
    "image, num_images, 1, 0.58",
    "image, num_images, 2, 0.08",
    "image, num_images, 4, 0.19",
    "image, num_images, 8, 0.15",
    "image, steps, 30, 0.91"
  })
  void choicesHaveThePublishedShares(String modality, String field, int value, double share) {
    assertShare(share, draw(modality, inputs -> inputs.get(field).equals(value) ? 1 : 0));
  }

  @ParameterizedTest
  @CsvSource({"image, init_image, 0.2", "video, frames, 0.25", "audio, reference_audio, 0.25"})
  void mediaComeWithTheirShare(String modality, String input, double share) {
    assertShare(share, draw(modality, inputs -> inputs.containsKey(input) ? 1 : 0));
  }

  @Test
  void strengthComesWithTheInitialImageOnly() {
    for (long seed = 0; seed < DRAWS; seed++) {
      Map<String, Object> inputs = FEEDERS.inputs("image", "high", seed);
      assertEquals(inputs.containsKey("init_image"), inputs.containsKey("strength"));
    }
  }

  /** Prompt length and answer length come from the same seed, yet must not go together. */
  @Test
  void fieldsAreIndependent() {
    int[] prompts = draw("text", inputs -> ((String) inputs.get("prompt")).length() > 4080 ? 1 : 0);
    int[] outputs = draw("text", inputs -> (Integer) inputs.get("max_tokens") > 129 ? 1 : 0);
    int[] both = IntStream.range(0, DRAWS).map(i -> prompts[i] & outputs[i]).toArray();
    assertShare(0.25, both);
  }

  private static int[] draw(String modality, ToIntFunction<Map<String, Object>> number) {
    return IntStream.range(0, DRAWS)
        .map(seed -> number.applyAsInt(FEEDERS.inputs(modality, "standard", seed)))
        .toArray();
  }

  private static void assertShare(double expected, int[] zeroOrOne) {
    double share = Arrays.stream(zeroOrOne).average().orElseThrow();
    assertEquals(expected, share, tolerance(expected));
  }

  /** Numbers are rounded: fewer than p lie below a quantile, and at least p up to it. */
  private static void assertQuantiles(int[] drawn, Map<Integer, Integer> byPercent) {
    byPercent.forEach(
        (percent, quantile) -> {
          double p = percent / 100.0;
          double below = (double) Arrays.stream(drawn).filter(n -> n < quantile).count() / DRAWS;
          double upTo = (double) Arrays.stream(drawn).filter(n -> n <= quantile).count() / DRAWS;
          assertTrue(
              below <= p + tolerance(p) && upTo >= p - tolerance(p),
              () -> "p%d = %d: %f below, %f up to it".formatted(percent, quantile, below, upTo));
        });
  }

  private static double tolerance(double p) {
    return DEVIATIONS * Math.sqrt(p * (1 - p) / DRAWS);
  }
}
