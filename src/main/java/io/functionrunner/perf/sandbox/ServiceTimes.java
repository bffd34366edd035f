package io.functionrunner.perf.sandbox;

import io.functionrunner.perf.workload.Modality;
import io.functionrunner.perf.workload.Quality;

/**
 * How long a task keeps its worker, in seconds at full scale (speed 1, no slowdown).
 *
 * <p>Image, video and audio are lognormal. Image follows the execution times of the GenTD26 trace
 * (26,823 requests: μ = 3.196, σ = 0.549, so a median of 24.4 s). For video and audio there is no
 * public trace; theirs are chosen. A text takes its prompt's tokens times {@link
 * #PREFILL_SECONDS_PER_TOKEN} plus its output's tokens times {@link #DECODE_SECONDS_PER_TOKEN}, the
 * output's length being distributed as in the Azure LLM inference trace 2023 (conversation).
 */
final class ServiceTimes {
  static final Lognormal IMAGE = new Lognormal(24.4, 0.549);
  static final Lognormal VIDEO = new Lognormal(60, 0.5);
  static final Lognormal AUDIO = new Lognormal(12, 0.45);

  static final double PREFILL_SECONDS_PER_TOKEN = 0.000_3;
  static final double DECODE_SECONDS_PER_TOKEN = 0.03;

  /** English text has about four characters a token. */
  static final int CHARACTERS_PER_TOKEN = 4;

  /** Share of outputs up to so many tokens: p50, p90 and p99 of the trace, and chosen ends. */
  private static final double[] OUTPUT_SHARE = {0, 0.5, 0.9, 0.99, 1};

  private static final double[] OUTPUT_TOKENS = {10, 129, 424, 601, 800};

  /** Of a prompt with the trace's median length; only for {@link #meanSeconds}. */
  private static final int USUAL_PROMPT_TOKENS = 1020;

  /** Draws beyond ±3 σ (1 in 370) are cut: they would only lengthen the end of a run. */
  private static final double CUT_SIGMAS = 3;

  private ServiceTimes() {}

  /** {@code exp(ln median + σ z)} with z standard normal, cut at ±3. */
  record Lognormal(double medianSeconds, double sigma) {
    double seconds(double gaussian) {
      double z = Math.max(-CUT_SIGMAS, Math.min(CUT_SIGMAS, gaussian));
      return medianSeconds * StrictMath.exp(sigma * z);
    }

    /** Of the uncut distribution, which is longer by less than 0.2 %. */
    double meanSeconds() {
      return medianSeconds * Math.exp(sigma * sigma / 2);
    }
  }

  static double seconds(Submission task) {
    ContentHash content = task.content();
    double standardSeconds =
        switch (task.modality()) {
          case IMAGE -> IMAGE.seconds(content.gaussian(ContentHash.Draw.SERVICE_TIME));
          case VIDEO -> VIDEO.seconds(content.gaussian(ContentHash.Draw.SERVICE_TIME));
          case AUDIO -> AUDIO.seconds(content.gaussian(ContentHash.Draw.SERVICE_TIME));
          case TEXT ->
              textSeconds(
                  task.promptCharacters() / (double) CHARACTERS_PER_TOKEN,
                  outputTokens(content.uniform(ContentHash.Draw.SERVICE_TIME)));
        };
    return standardSeconds * factor(task.quality());
  }

  /** Work relative to {@code standard}. */
  static double factor(Quality quality) {
    return switch (quality) {
      case DRAFT -> 0.5;
      case STANDARD -> 1;
      case HIGH -> 2;
    };
  }

  /** Expected seconds of a task of {@code standard} quality: the offered load's E[S]. */
  static double meanSeconds(Modality modality) {
    return switch (modality) {
      case IMAGE -> IMAGE.meanSeconds();
      case VIDEO -> VIDEO.meanSeconds();
      case AUDIO -> AUDIO.meanSeconds();
      case TEXT -> textSeconds(USUAL_PROMPT_TOKENS, meanOutputTokens());
    };
  }

  /** Tokens below which {@code share} of all outputs lie; linear between the known quantiles. */
  static double outputTokens(double share) {
    int upper = 1;
    while (share > OUTPUT_SHARE[upper]) {
      upper++;
    }
    double width = OUTPUT_SHARE[upper] - OUTPUT_SHARE[upper - 1];
    double part = (share - OUTPUT_SHARE[upper - 1]) / width;
    return OUTPUT_TOKENS[upper - 1] + part * (OUTPUT_TOKENS[upper] - OUTPUT_TOKENS[upper - 1]);
  }

  private static double meanOutputTokens() {
    double mean = 0;
    for (int i = 1; i < OUTPUT_SHARE.length; i++) {
      double share = OUTPUT_SHARE[i] - OUTPUT_SHARE[i - 1];
      mean += share * (OUTPUT_TOKENS[i] + OUTPUT_TOKENS[i - 1]) / 2;
    }
    return mean;
  }

  private static double textSeconds(double promptTokens, double outputTokens) {
    return promptTokens * PREFILL_SECONDS_PER_TOKEN + outputTokens * DECODE_SECONDS_PER_TOKEN;
  }
}
