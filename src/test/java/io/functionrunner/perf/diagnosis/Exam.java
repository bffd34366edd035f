package io.functionrunner.perf.diagnosis;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.stats.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plants faults and counts what is named: the tables of docs/diagnosis.md. */
public final class Exam {

  private Exam() {}

  /**
   * Arguments: the number of seeds, or the first and the last one as {@code 21-40}, then plants,
   * all of them without any.
   */
  public static void main(String[] args) throws IOException {
    String[] bounds = (args.length > 0 ? args[0] : "20").split("-", -1);
    int first = bounds.length > 1 ? Integer.parseInt(bounds[0]) : 1;
    int last = Integer.parseInt(bounds[bounds.length - 1]);
    PrintStream out = System.out;
    out.println("| planted | named | verdict | critical anomalies | lesser anomalies |");
    out.println("|---|---|---|---|---|");
    for (Plant plant : Plant.values()) {
      if (args.length > 1 && !Stream.of(args).skip(1).anyMatch(plant.name()::equalsIgnoreCase)) {
        continue;
      }
      Map<String, Integer> named = new TreeMap<>();
      Map<Verdict, Integer> verdicts = new TreeMap<>();
      int critical = 0;
      int lesser = 0;
      for (int seed = first; seed <= last; seed++) {
        Path parent = Files.createTempDirectory("exam");
        Analysis analysis = Plant.analysis(plant.run(parent, seed));
        delete(parent);
        String answer = Plant.named(analysis.diagnosis());
        if (plant.anomaly()) {
          boolean found = analysis.diagnosis().episodes().stream().anyMatch(plant::shows);
          answer = (found ? "anomaly in " + plant.answer : "no such anomaly") + ", " + answer;
        }
        named.merge(answer, 1, Integer::sum);
        verdicts.merge(analysis.conclusion().verdict(), 1, Integer::sum);
        for (Episode episode : analysis.diagnosis().episodes()) {
          if (episode.severity() == Finding.Severity.CRITICAL) {
            critical++;
          } else {
            lesser++;
          }
        }
      }
      out.printf(
          "| %s | %s | %s | %d | %d |%n", plant, counts(named), counts(verdicts), critical, lesser);
    }
  }

  private static String counts(Map<?, Integer> counts) {
    return counts.entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(", "));
  }

  private static void delete(Path parent) {
    try (Stream<Path> files = Files.walk(parent)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(f -> f.delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
