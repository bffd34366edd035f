package io.functionrunner.perf.kpi;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.functionrunner.perf.stats.MillisHistogram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToLongFunction;

/**
 * The file {@code js/global_stats.json} in a run's directory: Gatling wrote it until 3.13.4, and
 * the Jenkins Gatling plugin finds runs by it and draws its trends from it. The components are its
 * fields, in its order; times are whole milliseconds, 0 where nothing was counted. Unlike Gatling's
 * the percentiles (50, 75, 95, 99) are exact.
 */
public record GlobalStats(
    String name,
    Counts numberOfRequests,
    Counts minResponseTime,
    Counts maxResponseTime,
    Counts meanResponseTime,
    Counts standardDeviation,
    Counts percentiles1,
    Counts percentiles2,
    Counts percentiles3,
    Counts percentiles4,
    Range group1,
    Range group2,
    Range group3,
    Range group4,
    Rates meanNumberOfRequestsPerSecond) {

  /** Where the run's directory has the file. */
  public static final String FILE_NAME = "js/global_stats.json";

  /** Gatling's default bounds of a fast and of a bearable response. */
  private static final int LOWER_BOUND_MILLIS = 800;

  private static final int HIGHER_BOUND_MILLIS = 1_200;

  /** One number for all requests and for each status. */
  public record Counts(long total, long ok, long ko) {}

  /** Requests per second for all requests and for each status. */
  public record Rates(double total, double ok, double ko) {}

  /** How many requests fell in a range of response times, and their share of all requests. */
  public record Range(String name, String htmlName, long count, double percentage) {}

  /** The statistics of a whole run. */
  public static GlobalStats of(LogSummary summary) {
    ResponseTimes times = summary.run();
    MillisHistogram ok = times.ok();
    long below = ok.rankOf(LOWER_BOUND_MILLIS - 1);
    long between = ok.rankOf(HIGHER_BOUND_MILLIS - 1) - below;
    String low = "t < %d ms".formatted(LOWER_BOUND_MILLIS);
    String middle = "%d ms <= t < %d ms".formatted(LOWER_BOUND_MILLIS, HIGHER_BOUND_MILLIS);
    String middleHtml =
        "t >= %d ms <br> t < %d ms".formatted(LOWER_BOUND_MILLIS, HIGHER_BOUND_MILLIS);
    String high = "t >= %d ms".formatted(HIGHER_BOUND_MILLIS);
    long all = times.count();
    return new GlobalStats(
        "All Requests",
        new Counts(all, ok.count(), times.ko().count()),
        counts(times, MillisHistogram::min),
        counts(times, MillisHistogram::max),
        counts(times, histogram -> Math.round(histogram.mean())),
        counts(times, histogram -> Math.round(histogram.standardDeviation())),
        counts(times, histogram -> histogram.quantile(0.50)),
        counts(times, histogram -> histogram.quantile(0.75)),
        counts(times, histogram -> histogram.quantile(0.95)),
        counts(times, histogram -> histogram.quantile(0.99)),
        range(low, low, below, all),
        range(middle, middleHtml, between, all),
        range(high, high, ok.count() - below - between, all),
        range("failed", "failed", times.ko().count(), all),
        rates(times, summary));
  }

  /** Writes the file, and its directory if it is missing. */
  public void write(Path runDirectory) throws IOException {
    Path file = runDirectory.resolve(FILE_NAME);
    Files.createDirectories(file.getParent());
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
  }

  private static Counts counts(ResponseTimes times, ToLongFunction<MillisHistogram> statistic) {
    return new Counts(
        orZero(times.all(), statistic),
        orZero(times.ok(), statistic),
        orZero(times.ko(), statistic));
  }

  private static long orZero(MillisHistogram histogram, ToLongFunction<MillisHistogram> statistic) {
    return histogram.isEmpty() ? 0 : statistic.applyAsLong(histogram);
  }

  private static Range range(String name, String htmlName, long count, long all) {
    return new Range(name, htmlName, count, all == 0 ? 0 : (double) count / all * 100);
  }

  /** Gatling divides by the whole seconds that the run took, begun ones included. */
  private static Rates rates(ResponseTimes times, LogSummary summary) {
    double seconds =
        Math.max(1, Math.ceil((summary.lastMillis() - summary.firstMillis()) / 1_000.0));
    return new Rates(
        times.count() / seconds, times.ok().count() / seconds, times.ko().count() / seconds);
  }
}
