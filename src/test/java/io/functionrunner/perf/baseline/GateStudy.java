package io.functionrunner.perf.baseline;

import io.functionrunner.perf.stats.ComparisonPower;
import io.functionrunner.perf.stats.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * How often the gate's comparison says what, over seeded loads: the very code that judges a run,
 * with the shipped limits. Prints the tables of docs/gate.md, one a call.
 */
final class GateStudy {

  static final int BASELINE = 5;

  private static final double[] LOADS = {0.3, 0.6, 0.8};
  private static final double[] VARIATIONS = {0, 0.015, 0.03};
  private static final double[] SHIFTS = {0, 0.05, 0.1, 0.2};
  private static final int[] TASKS = {150, 450, 1_350, 10_000};

  /** A run, and the two reruns that a suite allows. */
  private static final int MOST_RUNS = 3;

  private static final Limits LIMITS = LimitsFile.shipped().of("Simulated");
  private static final Standing HERE = new Standing.Gating("", 0);

  /** Shares of comparisons. */
  record Rates(
      double pass,
      double fail,
      double inconclusive,
      double undecidable,
      double ratio,
      double mannWhitney,
      double bootstrap) {}

  private GateStudy() {}

  /**
   * Prints one table.
   *
   * @param arguments which: verdicts, power or reruns; comparisons a row; and how many tasks a run
   *     has, where not the usual ones
   */
  public static void main(String[] arguments) {
    int pairs = Integer.parseInt(arguments[1]);
    int[] tasks = Arrays.stream(arguments).skip(2).mapToInt(Integer::parseInt).toArray();
    switch (arguments[0]) {
      case "verdicts" -> {
        System.out.println(
            "| tasks | load | CV | +0 %: P / F / I / not decidable | +5 % | +10 % | +20 %"
                + " | ratio: FAIL at +0, +10 % | Mann-Whitney | bootstrap |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        rows(tasks.length > 0 ? tasks : TASKS, cell -> row(cell, pairs));
      }
      case "power" -> {
        System.out.println("| tasks | load | CV | runs asked for (median) | found +10 % |");
        System.out.println("|---|---|---|---|---|");
        rows(tasks.length > 0 ? tasks : new int[] {150, 450}, cell -> power(cell, pairs));
      }
      case "reruns" -> {
        System.out.println("| tasks | load | CV | +0 %: P / F / I | runs | +10 % | runs |");
        System.out.println("|---|---|---|---|---|---|---|");
        rows(tasks.length > 0 ? tasks : new int[] {150, 450, 1_350}, cell -> reruns(cell, pairs));
      }
      default -> throw new IllegalArgumentException("Expecting verdicts, power or reruns");
    }
  }

  /** A queueing system that is loaded so, where runs differ so much. */
  private record Cell(int tasks, double load, double variation) {

    /** Its first columns. */
    String head() {
      return String.format(Locale.ROOT, "| %,d | %.1f | %.1f %% |", tasks, load, 100 * variation);
    }
  }

  private static void rows(int[] tasks, Function<Cell, String> row) {
    for (int count : tasks) {
      for (double load : LOADS) {
        for (double variation : VARIATIONS) {
          System.out.println(row.apply(new Cell(count, load, variation)));
        }
      }
    }
  }

  private static String row(Cell cell, int pairs) {
    StringBuilder row = new StringBuilder(cell.head());
    List<Rates> byShift = new ArrayList<>();
    for (double shift : SHIFTS) {
      Rates rates = rates(cell.tasks, cell.load, cell.variation, shift, pairs);
      byShift.add(rates);
      row.append(
          String.format(
              Locale.ROOT,
              " %s / %s / %s / %s |",
              share(rates.pass),
              share(rates.fail),
              share(rates.inconclusive),
              share(rates.undecidable)));
    }
    Rates equal = byShift.get(0);
    Rates slower = byShift.get(2);
    return row.append(
            String.format(
                Locale.ROOT,
                " %s, %s | %s, %s | %s, %s |",
                share(equal.ratio),
                share(slower.ratio),
                share(equal.mannWhitney),
                share(slower.mannWhitney),
                share(equal.bootstrap),
                share(slower.bootstrap)))
        .toString();
  }

  /** In percent. */
  private static String share(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }

  /** Of {@code pairs} comparisons, each of a load of its own. */
  static Rates rates(int tasks, double load, double variation, double shift, int pairs) {
    Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    double undecidable = 0;
    int ratio = 0;
    int ranks = 0;
    int bootstrap = 0;
    SplittableRandom random = new SplittableRandom(1);
    for (int pair = 0; pair < pairs; pair++) {
      SimulatedLoad simulated = new SimulatedLoad(pair, tasks, load);
      List<RunSample> baseline = simulated.runs(BASELINE, variation, 0);
      RunSample run = simulated.run("new", variation, shift);
      Comparison comparison = Comparer.compare("baseline", baseline, List.of(run), LIMITS, HERE);
      verdicts.merge(comparison.verdict(), 1, Integer::sum);
      undecidable +=
          (double)
                  comparison.kpis().stream().filter(k -> k.gates() && k.verdict().isEmpty()).count()
              / comparison.kpis().stream().filter(KpiComparison::gates).count();
      ratio += OtherRules.ratio(baseline.get(0), run) ? 1 : 0;
      ranks += OtherRules.mannWhitney(baseline.get(0), run) ? 1 : 0;
      bootstrap += OtherRules.bootstrap(baseline.get(0), run, random) ? 1 : 0;
    }
    double all = pairs;
    return new Rates(
        verdicts.getOrDefault(Verdict.PASS, 0) / all,
        verdicts.getOrDefault(Verdict.FAIL, 0) / all,
        verdicts.getOrDefault(Verdict.INCONCLUSIVE, 0) / all,
        undecidable / all,
        ratio / all,
        ranks / all,
        bootstrap / all);
  }

  /** Share of +10 % found with the runs that a first comparison asked for. */
  private static String power(Cell cell, int pairs) {
    double variation = cell.variation;
    int found = 0;
    int asked = 0;
    int[] sizes = new int[pairs];
    for (int pair = 0; pair < pairs; pair++) {
      SimulatedLoad simulated = new SimulatedLoad(1_000_000L + pair, cell.tasks, cell.load);
      Optional<ComparisonPower.Runs> needed =
          needed(simulated.runs(BASELINE, variation, 0), simulated.runs(1, variation, 0));
      sizes[pair] = needed.map(n -> n.baseline() + n.candidates()).orElse(Integer.MAX_VALUE);
      if (needed.isPresent()) {
        asked++;
        Comparison comparison =
            Comparer.compare(
                "baseline",
                simulated.runs(needed.get().baseline(), variation, 0),
                simulated.runs(needed.get().candidates(), variation, 0.1),
                LIMITS,
                HERE);
        found += comparison.verdict() == Verdict.FAIL ? 1 : 0;
      }
    }
    Arrays.sort(sizes);
    int median = sizes[pairs / 2];
    return String.format(
        Locale.ROOT,
        "%s %s | %s %% of %d |",
        cell.head(),
        median == Integer.MAX_VALUE ? "more than 60" : median,
        asked == 0 ? "–" : share((double) found / asked),
        asked);
  }

  /** What {@code --max-reruns 2} makes of it: shares of verdicts, and runs needed on average. */
  private static String reruns(Cell cell, int pairs) {
    StringBuilder row = new StringBuilder(cell.head());
    for (double shift : new double[] {0, 0.1}) {
      Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
      int runs = 0;
      for (int pair = 0; pair < pairs; pair++) {
        SimulatedLoad simulated = new SimulatedLoad(2_000_000L + pair, cell.tasks, cell.load);
        List<RunSample> baseline = simulated.runs(BASELINE, cell.variation, 0);
        List<RunSample> fresh = new ArrayList<>();
        Verdict verdict = Verdict.INCONCLUSIVE;
        while (verdict == Verdict.INCONCLUSIVE && fresh.size() < MOST_RUNS) {
          fresh.add(simulated.run("new " + fresh.size(), cell.variation, shift));
          verdict = Comparer.compare("baseline", baseline, fresh, LIMITS, HERE).verdict();
        }
        verdicts.merge(verdict, 1, Integer::sum);
        runs += fresh.size();
      }
      double all = pairs;
      row.append(
          String.format(
              Locale.ROOT,
              " %s / %s / %s | %.2f |",
              share(verdicts.getOrDefault(Verdict.PASS, 0) / all),
              share(verdicts.getOrDefault(Verdict.FAIL, 0) / all),
              share(verdicts.getOrDefault(Verdict.INCONCLUSIVE, 0) / all),
              runs / all));
    }
    return row.toString();
  }

  /** The most that any paired KPI asks for. */
  static Optional<ComparisonPower.Runs> needed(List<RunSample> baseline, List<RunSample> runs) {
    ComparisonPower.Runs most = new ComparisonPower.Runs(0, 0);
    for (Question question : Questions.of(baseline, runs, 0)) {
      if (question instanceof LevelQuestion level && level.id().endsWith(".paired")) {
        Optional<ComparisonPower.Runs> own = level.settling(1.1, Limits.MOST_GATES);
        if (own.isEmpty()) {
          return own;
        }
        if (own.get().baseline() + own.get().candidates() > most.baseline() + most.candidates()) {
          most = own.get();
        }
      }
    }
    return Optional.of(most);
  }
}
