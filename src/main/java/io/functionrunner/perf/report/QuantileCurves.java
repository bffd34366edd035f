package io.functionrunner.perf.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.functionrunner.perf.kpi.ClassTasks;
import io.functionrunner.perf.kpi.TaskClass;
import io.functionrunner.perf.stats.MillisHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * The whole distribution of each class's times, not a few quantiles of it; and where a baseline was
 * compared, how far each quantile moved: the shift function (Doksum, "Empirical probability plots
 * and statistical inference for nonlinear models", 1974), here as a share of the baseline's.
 *
 * <p>The baseline's quantile is the median of those of its runs; how far these differ among
 * themselves tells what a difference is worth.
 */
final class QuantileCurves {

  private static final double SECOND = 1000;
  private static final double PERCENT = 100;

  /** Beyond 99.9999 % nobody has enough tasks. */
  private static final int MOST_PARTS = 1_000_000;

  /** Some of so many equal parts of all values: 995 of 1,000 is the p99.5. */
  private record Share(int of, int parts) {

    double value() {
      return (double) of / parts;
    }

    /** Whether a value at least is beyond it. */
    boolean isToldBy(long count) {
      return (parts - of) * count >= parts;
    }

    OptionalDouble of(MillisHistogram times) {
      return isToldBy(times.count())
          ? OptionalDouble.of(times.quantile(value()))
          : OptionalDouble.empty();
    }
  }

  private QuantileCurves() {}

  /** Those that have a curve, in the order of the page. */
  static List<String> modalities(List<ClassTasks> classes) {
    return classes.stream()
        .filter(QuantileCurves::isDrawn)
        .map(c -> c.taskClass().modality())
        .distinct()
        .toList();
  }

  /**
   * One curve a modality, a line a class. Values are in seconds, null where the tasks do not tell;
   * changes in percent.
   *
   * @param baseline times of each accepted run
   */
  static void writeTo(
      ArrayNode curves, List<ClassTasks> classes, List<Map<TaskClass, MillisHistogram>> baseline) {
    for (String modality : modalities(classes)) {
      List<ClassTasks> own =
          classes.stream()
              .filter(c -> c.taskClass().modality().equals(modality) && isDrawn(c))
              .toList();
      List<Share> shares =
          shares(own.stream().mapToLong(c -> c.fromSubmit().all().count()).max().orElse(0));
      ObjectNode curve = curves.addObject();
      ArrayNode p = curve.putArray("p");
      shares.forEach(share -> p.add(share.value()));
      ArrayNode lines = curve.putArray("lines");
      for (ClassTasks one : own) {
        ObjectNode line = lines.addObject().put("name", one.taskClass().quality());
        MillisHistogram times = one.fromSubmit().all();
        numbers(line.putArray("values"), shares, share -> scaled(share.of(times), 1 / SECOND));
        List<MillisHistogram> before =
            baseline.stream()
                .map(run -> run.get(one.taskClass()))
                .filter(Objects::nonNull)
                .toList();
        if (!before.isEmpty()) {
          shift(line, shares, times, before);
        }
      }
    }
  }

  private static void shift(
      ObjectNode line, List<Share> shares, MillisHistogram times, List<MillisHistogram> before) {
    numbers(line.putArray("baseline"), shares, s -> scaled(among(s, before, .5), 1 / SECOND));
    numbers(line.putArray("change"), shares, s -> change(s.of(times), among(s, before, .5)));
    numbers(line.putArray("least"), shares, s -> change(among(s, before, 0), among(s, before, .5)));
    numbers(line.putArray("most"), shares, s -> change(among(s, before, 1), among(s, before, .5)));
  }

  /** The runs' quantiles in order, and of these the smallest, the median, or the largest. */
  private static OptionalDouble among(Share share, List<MillisHistogram> runs, double q) {
    double[] values =
        runs.stream().map(share::of).flatMapToDouble(OptionalDouble::stream).sorted().toArray();
    if (values.length < runs.size()) {
      return OptionalDouble.empty();
    }
    double at = q * (values.length - 1);
    return OptionalDouble.of((values[(int) Math.floor(at)] + values[(int) Math.ceil(at)]) / 2);
  }

  private static OptionalDouble change(OptionalDouble value, OptionalDouble from) {
    return value.isPresent() && from.isPresent() && from.getAsDouble() > 0
        ? OptionalDouble.of(PERCENT * (value.getAsDouble() / from.getAsDouble() - 1))
        : OptionalDouble.empty();
  }

  private static OptionalDouble scaled(OptionalDouble value, double factor) {
    return value.isPresent() ? OptionalDouble.of(value.getAsDouble() * factor) : value;
  }

  private static void numbers(
      ArrayNode node, List<Share> shares, Function<Share, OptionalDouble> number) {
    for (Share share : shares) {
      OptionalDouble value = number.apply(share);
      if (value.isPresent()) {
        node.add(value.getAsDouble());
      } else {
        node.addNull();
      }
    }
  }

  /** 1 %, 2 %, … 99 %, 99.1 %, … 99.9 %, 99.91 %, … as far as so many values tell. */
  private static List<Share> shares(long count) {
    List<Share> shares = new ArrayList<>();
    for (int percent = 1; percent < 100; percent++) {
      shares.add(new Share(percent, 100));
    }
    for (int parts = 1000; parts <= MOST_PARTS; parts *= 10) {
      for (int part = parts - 9; part < parts; part++) {
        shares.add(new Share(part, parts));
      }
    }
    return shares.stream().filter(share -> share.isToldBy(count)).toList();
  }

  /** One task is no distribution. */
  private static boolean isDrawn(ClassTasks own) {
    return own.fromSubmit().all().count() > 1;
  }
}
