package io.functionrunner.perf.capacity;

import io.functionrunner.perf.sandbox.SandboxOptions;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.Profiles;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Searches whose answer is known, over many seeds: a table of docs/capacity.md. */
public final class SearchStudy {

  private static final int TASKS_PER_GPU = 24;

  static final List<Map<String, String>> SETTINGS =
      List.of(
          Map.of(),
          Map.of("workers", "image=50"),
          Map.of("workers", "video=30"),
          Map.of("workers", "audio=16"),
          Map.of("workers", "text=15"),
          Map.of("gpus", "4"));

  private SearchStudy() {}

  /** Arguments: the number of seeds, the first of them (1), the time scale (1). */
  public static void main(String[] args) throws IOException {
    int seeds = args.length > 0 ? Integer.parseInt(args[0]) : 200;
    long first = args.length > 1 ? Long.parseLong(args[1]) : 1;
    double scale = args.length > 2 ? Double.parseDouble(args[2]) : 1;
    System.out.println(
        "| sandbox | true | estimate, mean | within 10 % | error, 5th to 95th percentile | truth in the interval | by completed | steps | minutes, most |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    for (Map<String, String> setting : SETTINGS) {
      System.out.println(row(setting, seeds, first, scale));
    }
  }

  private static String row(Map<String, String> setting, int seeds, long first, double scale)
      throws IOException {
    Profile profile = Profiles.stress().stretched(scale);
    double truth = truth(setting);
    double[] errors = new double[seeds];
    int within = 0;
    int covered = 0;
    int completed = 0;
    int steps = 0;
    long longest = 0;
    double sum = 0;
    for (int i = 0; i < seeds; i++) {
      VirtualSearch run = new VirtualSearch(profile, setting, first + i).run();
      BreakingPoint found = BreakingPoint.of(run.levels()).orElseThrow();
      double estimate =
          found.estimate().map(BreakingPoint.Estimate::tasksPerSecond).orElse(Double.NaN);
      errors[i] = estimate / truth - 1;
      sum += estimate;
      within += Math.abs(errors[i]) <= .1 ? 1 : 0;
      covered +=
          found.estimate().filter(e -> e.low() <= truth && truth <= e.high()).isPresent() ? 1 : 0;
      completed += found.estimate().filter(e -> e.byCompleted().isPresent()).isPresent() ? 1 : 0;
      steps += run.search().trials().size();
      longest = Math.max(longest, run.endMillis());
      if (seeds <= 5) {
        System.out.println(run.search().trials() + " " + run.endMillis() + " " + found);
      }
    }
    Arrays.sort(errors);
    return String.format(
        Locale.ROOT,
        "| %s | %.2f | %.2f | %d of %d | %+.1f to %+.1f %% | %d | %d | %.1f | %.1f |",
        setting.isEmpty() ? "as shipped" : setting.toString().replaceAll("[{}]", "`"),
        truth,
        sum / seeds,
        within,
        seeds,
        100 * errors[(int) (.05 * (seeds - 1))],
        100 * errors[(int) Math.ceil(.95 * (seeds - 1))],
        covered,
        completed,
        (double) steps / seeds,
        longest / 60_000.0);
  }

  static double truth(Map<String, String> setting) {
    SandboxOptions options = SandboxOptions.parse(setting);
    return VirtualSearch.truth(
        Profiles.stress().mix(), options.workers(), options.gpus() * TASKS_PER_GPU);
  }
}
