package io.functionrunner.perf.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.analysis.SimulatedRun;
import io.functionrunner.perf.workload.Profiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Exit statuses, and the one sentence that bad input gets. */
class PerfTest {

  @TempDir Path directory;

  private final StringWriter errors = new StringWriter();

  private int perf(String... arguments) {
    CommandLine line = Perf.commandLine(arguments);
    line.setErr(new PrintWriter(errors, true));
    return line.execute(arguments);
  }

  private Path run(double errorRate) throws IOException {
    Path run = Files.createDirectory(directory.resolve("run"));
    new SimulatedRun(Profiles.spike(), 10, 1, errorRate).write(run);
    return run;
  }

  @Test
  void theStatusIsTheVerdicts() throws IOException {
    assertEquals(2, perf("analyze", run(0.05).toString()));
    assertTrue(Files.exists(directory.resolve("run/analysis.json")));
    assertTrue(Files.exists(directory.resolve("run/js/global_stats.json")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          analyze                                       | Missing required parameter: '<run>'
          analyze --jsn x                               | Possible solutions: --json
          analyze no/such/run                           | no such run directory or simulation.log
          analyse x                                     | Did you mean: perf analyze
          follow no/such/run                            | no such run directory or simulation.log
          follow --patience=soon .                      | --patience=soon: not a duration
          sandbox --speed=fast                          | speed=fast: expecting a number
          sandbox --colour=red                          | Unknown option: '--colour=red'
          merge x                                       | Missing required option: '--output=<folder>'
          merge -o . --clock-offset=1,2 x               | 2 values for 1 runs
          check-target                                  | Missing required parameter: '<url>'
          check-target http://127.0.0.1:1 --api nothing | nothing
          trend --history no/such/folder                | holds no summary of a run
          suite nightly                                 | expected one of [STANDARD, CI] (case-insensitive) but was 'nightly'
          suite --plan -DtimeScale=fast                 | -DtimeScale=fast: expecting a number above 0
          suite --plan -Dduration=long                  | -Dduration=long: not a duration
          suite --plan -Dsandbox.speed=fast             | speed=fast: expecting a number
          suite --plan -Dsandbox.speed=1 -Dduration=1h  | more than the 2h allowed. --budget=4h5m allows it
          suite --cool-down=soon                        | --cool-down=soon: not a duration
          metrics check                                 | Missing required option: '--prometheus=<url>'
          """)
  void badInputGetsOneSentence(String arguments, String sentence) {
    assertEquals(1, perf(arguments.strip().split(" +")));
    assertTrue(errors.toString().contains(sentence), errors::toString);
    assertTrue(!errors.toString().contains("\tat "), errors::toString);
  }

  /** Help texts are formats: a percent sign that stands alone makes one that cannot be shown. */
  @Test
  void everyHelpTextCanBeShown() {
    assertTrue(shown(Perf.commandLine()) > 20);
  }

  @Test
  void theSubcommandAskedForIsTheOnlyOneThatIsRead() {
    var all = Perf.commandLine().getSubcommands();
    all.forEach(
        (name, command) -> {
          if (!name.equals("sandbox")) {
            var own = Perf.commandLine(name, "--help").getSubcommands();
            assertEquals(Set.of(name), own.keySet());
            assertEquals(
                command.getCommandSpec().userObject().getClass(),
                own.get(name).getCommandSpec().userObject().getClass());
          }
        });
    assertEquals(all.keySet(), Perf.commandLine("analyse").getSubcommands().keySet());
  }

  private static int shown(CommandLine command) {
    var specification = command.getCommandSpec();
    Stream.concat(
            Stream.of(specification.usageMessage().description()),
            specification.options().stream().flatMap(option -> Stream.of(option.description())))
        .forEach(line -> assertDoesNotThrow(() -> line.formatted(), line));
    return 1 + command.getSubcommands().values().stream().mapToInt(PerfTest::shown).sum();
  }
}
