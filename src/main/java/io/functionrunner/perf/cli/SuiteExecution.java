package io.functionrunner.perf.cli;

import io.functionrunner.perf.report.KpisJson;
import io.functionrunner.perf.report.RunOutline;
import io.functionrunner.perf.report.SuiteResult;
import io.functionrunner.perf.stats.Verdict;
import io.functionrunner.perf.workload.Durations;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** A suite on its way: run after run, and a report of as many as there were. */
final class SuiteExecution {

  /** Runs a command to its end; its output goes into the folder. */
  @FunctionalInterface
  interface Runner {
    int run(List<String> command, Path results) throws IOException, InterruptedException;
  }

  /** Waits. */
  @FunctionalInterface
  interface Pause {
    void sleep(Duration pause) throws InterruptedException;
  }

  private final SuitePlan plan;
  private final Path folder;
  private final LongSupplier clock;
  private final PrintWriter out;
  private final long startMillis;
  private final List<SuiteResult.Run> done = new ArrayList<>();
  private String present = "";
  private int reruns;
  private long presentSince;
  private boolean reported;

  /**
   * @param folder an existing one, where all results go
   * @param clock epoch milliseconds
   */
  SuiteExecution(SuitePlan plan, Path folder, LongSupplier clock, PrintWriter out) {
    this.plan = plan;
    this.folder = folder;
    this.clock = clock;
    this.out = out;
    this.startMillis = clock.getAsLong();
  }

  /** All of them; a run that fails or comes to nothing does not end the suite. */
  SuiteResult run(Runner runner, Pause pause) throws IOException, InterruptedException {
    for (int i = 0; i < plan.steps().size(); i++) {
      if (i > 0) {
        pause.sleep(plan.coolDown());
      }
      begin(name(i));
      int status = run(runner, i, List.of());
      List<Path> open = new ArrayList<>();
      while (open.size() < plan.reruns() && again(open)) {
        pause.sleep(plan.coolDown());
        run(runner, i, open);
      }
      end(i, "it left no analysis (status %d): see %s".formatted(status, MavenRun.OUTPUT));
    }
    return report("");
  }

  private int run(Runner runner, int i, List<Path> together)
      throws IOException, InterruptedException {
    SuitePlan.Step step = plan.steps().get(i);
    Path results = Files.createDirectories(folder.resolve(present));
    Map<String, String> settings = new LinkedHashMap<>(step.settings());
    if (!together.isEmpty()) {
      settings.put(
          "compare.with", together.stream().map(Path::toString).collect(Collectors.joining(",")));
    }
    out.printf(
        "%nrun %d of %d%s: %s (%s)%n",
        i + 1,
        plan.steps().size(),
        together.isEmpty() ? "" : ", again",
        step.simulation(),
        results.resolve(MavenRun.OUTPUT));
    out.flush();
    return runner.run(MavenRun.command(step.simulation(), results, settings), results);
  }

  /**
   * Whether the present run leaves open what another one could settle; then that is the present
   * one.
   *
   * @param open runs of this kind before it, to which it is added
   */
  private synchronized boolean again(List<Path> open) throws IOException {
    Path results = folder.resolve(present);
    Optional<Path> run =
        RunOutline.in(results)
            .filter(o -> o.verdict().equals(Optional.of(Verdict.INCONCLUSIVE)))
            .map(o -> results.resolve(o.folder()));
    if (run.isEmpty() || !KpisJson.read(run.get().resolve("analysis.json")).openForMoreRuns()) {
      return false;
    }
    open.add(run.get().toAbsolutePath());
    reruns = open.size();
    present = "%s-again%d".formatted(name(done.size()), reruns);
    out.println("  INCONCLUSIVE against its baseline: run again, to be compared together");
    out.flush();
    return true;
  }

  /**
   * To be called when this process is told to end and the present run has ended: reports what there
   * is. Does nothing after the end.
   */
  synchronized void interrupted() {
    if (reported) {
      return;
    }
    try {
      if (presentSince > 0) {
        end(done.size(), "interrupted");
      }
      report("interrupted before it");
    } catch (IOException e) {
      out.println("The suite's report cannot be written: " + e);
      out.flush();
    }
  }

  private synchronized void begin(String results) {
    present = results;
    reruns = 0;
    presentSince = clock.getAsLong();
  }

  private synchronized void end(int i, String problem) throws IOException {
    Optional<RunOutline> outline = RunOutline.in(folder.resolve(present));
    SuiteResult.Run run =
        new SuiteResult.Run(
            plan.steps().get(i).simulation(),
            present,
            outline.filter(o -> o.verdict().isPresent()),
            problem,
            reruns,
            clock.getAsLong() - presentSince);
    presentSince = 0;
    done.add(run);
    out.printf("  %s: %s%n", run.verdict(), run.reason());
    out.flush();
  }

  /** Of what was done; the others were not, for that reason. */
  private synchronized SuiteResult report(String missing) throws IOException {
    List<SuiteResult.Run> all = new ArrayList<>(done);
    for (int i = done.size(); i < plan.steps().size(); i++) {
      String simulation = plan.steps().get(i).simulation();
      all.add(new SuiteResult.Run(simulation, name(i), Optional.empty(), missing, 0, 0));
    }
    SuiteResult result = new SuiteResult(plan.suite(), startMillis, all);
    result.write(folder);
    reported = true;
    out.printf(
        "%nSuite %s, %s%n%s: %s%nreport: %s%n",
        plan.suite(),
        Durations.text(Duration.ofMillis(clock.getAsLong() - startMillis)),
        result.verdict(),
        result.sentence(),
        folder.resolve(SuiteResult.HTML));
    out.flush();
    return result;
  }

  private String name(int i) {
    return "%d-%s".formatted(i + 1, plan.steps().get(i).simulation());
  }
}
