package io.functionrunner.perf.workload;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What a user submits: a rate per modality and how qualities share it.
 *
 * @param entries at least one; each modality once
 */
public record Mix(List<Entry> entries) {

  /** How far the shares of the qualities may miss 1, to let people write .33. */
  private static final double SHARE_TOLERANCE = 0.011;

  /**
   * One modality of the mix.
   *
   * @param perUserPerMinute tasks per user per minute
   * @param qualities shares that sum to 1
   */
  public record Entry(Modality modality, double perUserPerMinute, Map<Quality, Double> qualities) {

    public Entry {
      if (!(perUserPerMinute > 0) || Double.isInfinite(perUserPerMinute)) {
        throw new IllegalArgumentException(
            perUserPerMinute + " tasks per user per minute. Expecting a finite rate above 0");
      }
      double sum = qualities.values().stream().mapToDouble(Double::doubleValue).sum();
      if (!(Math.abs(sum - 1) <= SHARE_TOLERANCE)) {
        throw new IllegalArgumentException(
            "shares of the qualities of %s sum to %s. Expecting 1".formatted(modality.id(), sum));
      }
      qualities = Map.copyOf(qualities);
    }

    private Quality draw(SplittableRandom random) {
      double left = random.nextDouble();
      Quality last = null;
      // In the enum's order, not the map's: the draw must not depend on hashing.
      for (Quality quality : Quality.values()) {
        Double share = qualities.get(quality);
        if (share != null && share > 0) {
          last = quality;
          left -= share;
          if (left < 0) {
            return quality;
          }
        }
      }
      return last;
    }
  }

  public Mix {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("a mix without entries. Expecting at least one modality");
    }
    if (entries.stream().map(Entry::modality).distinct().count() != entries.size()) {
      throw new IllegalArgumentException("a mix that names a modality twice. Expecting each once");
    }
    entries = List.copyOf(entries);
  }

  /** Tasks of all modalities per user per minute. */
  public double perUserPerMinute() {
    return entries.stream().mapToDouble(Entry::perUserPerMinute).sum();
  }

  /** The same mix, {@code factor} times as often. */
  public Mix times(double factor) {
    return new Mix(
        entries.stream()
            .map(e -> new Entry(e.modality, e.perUserPerMinute * factor, e.qualities))
            .toList());
  }

  /** Draws what the next task is; always two draws, so that streams stay aligned. */
  PlannedTask draw(SplittableRandom random, long user, int index, long offsetMillis) {
    double left = random.nextDouble() * perUserPerMinute();
    Entry chosen = entries.get(entries.size() - 1);
    for (Entry entry : entries) {
      left -= entry.perUserPerMinute;
      if (left < 0) {
        chosen = entry;
        break;
      }
    }
    Quality quality = chosen.draw(random);
    return new PlannedTask(user, index, offsetMillis, chosen.modality, quality, random.nextLong());
  }
}
