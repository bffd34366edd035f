package io.functionrunner.perf.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.workload.Modality;
import io.functionrunner.perf.workload.Quality;
import java.nio.charset.StandardCharsets;
import org.apache.commons.math3.distribution.LogNormalDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceTimesTest {
  private static final int DRAWS = 100_000;

  @Test
  void theSameContentTakesTheSameTimeWhateverTheOrderOfItsFields() throws Exception {
    double one =
        seconds(
            "{'template_id':'image_generation_v1','quality':'high','inputs':{'prompt':'a','seed':1}}");
    double other =
        seconds(
            "{'inputs': {'seed': 1, 'prompt': 'a'}, 'quality':'high','template_id':'image_generation_v1'}");
    assertEquals(one, other);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{'prompt':'b'}",
        "{'prompt':'a','seed':2}",
        "{'prompt':'a','seed':'1'}",
        "{'prompt':['a'],'seed':1}",
        "{'prompt':'a','x':{'seed':1}}"
      },
      delimiter = ';')
  void anyOtherContentTakesAnotherTime(String inputs) throws Exception {
    String task = "{'template_id':'image_generation_v1','quality':'draft','inputs':%s}";
    assertNotEquals(
        seconds(task.formatted("{'prompt':'a','seed':1}")), seconds(task.formatted(inputs)));
  }

  /**
   * Recorded runs are compared over months and machines, so these must never change. The values are
   * those of a second implementation: {@code python3 src/test/python/service_time.py}.
   */
  @ParameterizedTest
  @CsvSource({
    "image_generation_v1, standard, 43.59499152315994",
    "video_generation_v1, draft, 58.09093694270895",
    "audio_generation_v1, high, 50.19398887459582",
    "text_generation_v1, standard, 8.086044824350742"
  })
  void serviceTimesAreTheSameOnEveryMachine(String template, String quality, double expected)
      throws Exception {
    String task = "{'template_id':'%s','quality':'%s','inputs':{'prompt':'a red fox','seed':7}}";
    assertEquals(expected, seconds(task.formatted(template, quality)), 1e-9);
  }

  @ParameterizedTest
  @CsvSource({"IMAGE, 24.4, 0.549", "VIDEO, 60, 0.5", "AUDIO, 12, 0.45"})
  void serviceTimesAreLognormal(Modality modality, double median, double sigma) {
    double[] seconds = draws(modality);
    double[] logs = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      logs[i] = Math.log(seconds[i]);
    }
    // Standard errors are 0.4 % and 0.2 % of σ; the cut at 3 σ narrows σ by 0.3 %.
    assertEquals(Math.log(median), StatUtils.mean(logs), 0.016 * sigma);
    assertEquals(sigma, Math.sqrt(StatUtils.variance(logs)), 0.012 * sigma);
    double distance =
        new KolmogorovSmirnovTest()
            .kolmogorovSmirnovStatistic(
                new LogNormalDistribution(Math.log(median), sigma), seconds);
    // 1 % critical value 1.63 / sqrt(n), and the 0.00135 that the cut moves to either end.
    assertTrue(distance < 1.63 / Math.sqrt(DRAWS) + 0.00135, "KS distance " + distance);
  }

  /** GenTD26, 26,823 requests: seconds at p25, p50, p75, p90. A lognormal is a fit, so ±12 %. */
  @ParameterizedTest
  @CsvSource({"25, 17", "50, 23", "75, 33", "90, 53"})
  void imagesAreLikeTheTrace(double percent, double traceSeconds) {
    double seconds = StatUtils.percentile(draws(Modality.IMAGE), percent);
    assertEquals(traceSeconds, seconds, 0.12 * traceSeconds);
  }

  /** Azure LLM inference trace 2023, conversation: output tokens at p50, p90, p99. */
  @ParameterizedTest
  @CsvSource({"50, 129", "90, 424", "99, 601"})
  void textsHaveTheOutputLengthsOfTheTrace(double percent, double tokens) {
    double seconds = StatUtils.percentile(draws(Modality.TEXT), percent);
    assertEquals(tokens, seconds / ServiceTimes.DECODE_SECONDS_PER_TOKEN, 0.02 * tokens);
  }

  @Test
  void aLongerPromptTakesItsPrefill() {
    ContentHash content = new ContentHash(1);
    double none = ServiceTimes.seconds(new Submission(Modality.TEXT, Quality.STANDARD, content, 0));
    double some =
        ServiceTimes.seconds(new Submission(Modality.TEXT, Quality.STANDARD, content, 4_000));
    assertEquals(1_000 * ServiceTimes.PREFILL_SECONDS_PER_TOKEN, some - none, 1e-9);
  }

  @ParameterizedTest
  @CsvSource({"DRAFT, 0.5", "STANDARD, 1", "HIGH, 2"})
  void qualityIsAFactor(Quality quality, double factor) {
    ContentHash content = new ContentHash(99);
    double standard =
        ServiceTimes.seconds(new Submission(Modality.VIDEO, Quality.STANDARD, content, 0));
    double seconds = ServiceTimes.seconds(new Submission(Modality.VIDEO, quality, content, 0));
    assertEquals(factor * standard, seconds, 1e-12);
  }

  @ParameterizedTest
  @CsvSource({"IMAGE", "VIDEO", "AUDIO", "TEXT"})
  void theMeanIsThatOfTheDraws(Modality modality) {
    double[] seconds = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      seconds[i] =
          ServiceTimes.seconds(
              new Submission(modality, Quality.STANDARD, new ContentHash(i), 4 * 1_020));
    }
    double error = Math.sqrt(StatUtils.variance(seconds) / DRAWS);
    // Three standard errors, and what the cut at 3 σ takes away.
    assertEquals(
        ServiceTimes.meanSeconds(modality),
        StatUtils.mean(seconds),
        3 * error + 0.002 * ServiceTimes.meanSeconds(modality));
  }

  private static double[] draws(Modality modality) {
    double[] seconds = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      seconds[i] =
          ServiceTimes.seconds(new Submission(modality, Quality.STANDARD, new ContentHash(i), 0));
    }
    return seconds;
  }

  private static double seconds(String singleQuoted) throws Submission.MalformedException {
    byte[] body = singleQuoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return ServiceTimes.seconds(Submission.parse(body));
  }
}
