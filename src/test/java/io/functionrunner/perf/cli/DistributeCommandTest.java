package io.functionrunner.perf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.functionrunner.perf.analysis.SimulatedRun;
import io.functionrunner.perf.kubernetes.FakeInjectors;
import io.functionrunner.perf.kubernetes.ScriptedTime;
import io.functionrunner.perf.kubernetes.TarGz;
import io.functionrunner.perf.merge.ShardedRun;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.workload.Profiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** From the arguments to the exit status, against Fabric8's mock of an API server. */
@EnableKubernetesMockClient(crud = true)
class DistributeCommandTest {

  KubernetesMockServer server;
  KubernetesClient client;

  @TempDir Path directory;

  private final ScriptedTime time = new ScriptedTime();
  private final StringWriter out = new StringWriter();
  private final StringWriter errors = new StringWriter();
  private final AtomicReference<Job> job = new AtomicReference<>();

  private int distribute(String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--namespace=" + FakeInjectors.NAMESPACE,
                "--baseline=off",
                "-o",
                directory.resolve("run").toString()));
    all.addAll(List.of(arguments));
    if (all.stream().noneMatch(argument -> argument.startsWith("--simulation"))) {
      all.add("--simulation=SpikeTest");
    }
    CommandLine line = new CommandLine(new DistributeCommand(context -> client, time));
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(errors, true));
    line.setExecutionExceptionHandler(Perf::failed);
    return line.execute(all.toArray(String[]::new));
  }

  /** Two injectors, of which so many hand over what they measured. */
  private void twoInjectors(double errorRate, int handing) throws IOException {
    List<Path> shards =
        new ShardedRun(
                new SimulatedRun(Profiles.spike(), 10, 1, errorRate),
                2,
                Files.createDirectory(directory.resolve("pods")))
            .write();
    FakeInjectors injectors = new FakeInjectors(server, client);
    time.then(() -> job.set(injectors.job()))
        .then(() -> injectors.allRun(false))
        .then(
            () -> {
              for (int shard = 1; shard <= handing; shard++) {
                injectors.hands(shard, archive(shards.get(shard - 1)));
              }
            })
        .then(() -> injectors.allRun(true));
  }

  private static byte[] archive(Path run) {
    try {
      return TarGz.of(run);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RunManifest merged() throws IOException {
    return RunManifest.read(directory.resolve("run").resolve(RunManifest.FILE));
  }

  @Test
  void theStatusIsTheMergedRunsVerdict() throws IOException {
    twoInjectors(0.05, 2);
    assertEquals(
        2,
        distribute(
            "--injectors=2",
            "-D",
            "target=http://runner:8080",
            "--token-secret=runner/token",
            "--cpu=500m",
            "--start-in=20s"));
    assertEquals(List.of(1, 2), merged().shards().present());
    assertTrue(Files.exists(directory.resolve("run/performance.html")));
    assertTrue(Files.exists(directory.resolve("run.injectors/2/run.json")), "each one's own too");
    assertTrue(new FakeInjectors(server, server.createClient()).jobs().isEmpty());
  }

  @Test
  void theJobIsWhatTheArgumentsSay() throws IOException {
    twoInjectors(0, 2);
    distribute(
        "--injectors=2",
        "-Dtarget=http://runner:8080",
        "-Dapi=replicate",
        "--token-secret=runner/token",
        "--image=registry.example/perf:7",
        "--memory=3Gi");
    var container = job.get().getSpec().getTemplate().getSpec().getContainers().get(0);
    assertEquals("spiketest-20261124100000", job.get().getMetadata().getName());
    assertEquals("registry.example/perf:7", container.getImage());
    assertEquals(
        List.of("SpikeTest", "-Dapi=replicate", "-Dtarget=http://runner:8080"),
        container.getArgs());
    assertEquals("3Gi", container.getResources().getLimits().get("memory").toString());
    EnvVar start = container.getEnv().get(1);
    assertEquals("START_AT=2026-11-24T10:02:00Z", start.getName() + "=" + start.getValue());
    EnvVar token = container.getEnv().get(2);
    assertEquals("REPLICATE_API_TOKEN", token.getName());
    assertNull(token.getValue());
    assertEquals("runner", token.getValueFrom().getSecretKeyRef().getName());
  }

  /** One never hands over anything: what there is, is merged and does not count as the whole. */
  @Test
  void aLackingShardMakesItInvalid() throws IOException {
    twoInjectors(0, 1);
    assertEquals(
        4,
        distribute(
            "--injectors=2", "-Dtarget=http://runner:8080", "--start-in=20s", "--timeout=1m"));
    assertEquals(List.of(1), merged().shards().present());
    assertTrue(
        out.toString().contains("Injector 2 of 2 is lost: its results cannot be fetched"),
        out::toString);
  }

  @Test
  void aLackingShardMayBeAllowed() throws IOException {
    twoInjectors(0, 1);
    distribute(
        "--injectors=2",
        "-Dtarget=http://runner:8080",
        "--start-in=20s",
        "--timeout=1m",
        "--allow-missing");
    assertTrue(merged().shards().lackingAllowed());
  }

  @Test
  void noResultsAreNoRun() throws IOException {
    twoInjectors(0, 0);
    assertEquals(
        1,
        distribute(
            "--injectors=2", "-Dtarget=http://runner:8080", "--start-in=20s", "--timeout=1m"));
    assertTrue(errors.toString().startsWith("No injector left a run: "), errors::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --injectors=0 -Dtarget=http://r:1                              | 0 injectors. Expecting 1 or more
          --injectors=2                                                  | Missing -D target=<url>
          --injectors=2 -Dtarget=http://r:1 -Dshard=1/2                  | -Dshard: --injectors says how many
          --injectors=2 -Dtarget=http://r:1 -Dcriteria=x                 | -Dcriteria: the merged run is judged: --criteria=<file>
          --injectors=2 -Dtarget=http://r:1 -Dduration=long              | -Dduration=long: not a duration
          --injectors=2 -Dtarget=http://r:1 --start-in=soon              | --start-in=soon: not a duration
          --injectors=2 -Dtarget=http://r:1 --cpu=much                   | --cpu=much: no quantity above 0. Expecting one as Kubernetes writes it
          --injectors=2 -Dtarget=http://r:1 --memory=0                   | --memory=0: no quantity above 0
          --injectors=2 -Dtarget=http://r:1 --token-secret=token         | --token-secret=token: expecting [<variable>=]<name>/<key>
          --injectors=2 -Dtarget=http://r:1 -Dapi=replicate              | -Dapi=replicate takes its credentials from REPLICATE_API_TOKEN. Expecting --token-secret=<name>/<key>
          --injectors=2 -Dtarget=http://r:1 -Dapi=own --token-secret=a/b | -Dapi=own does not say which variable. Expecting --token-secret=<variable>=a/b
          """)
  void badInputGetsOneSentenceAndNoJob(String arguments, String sentence) {
    assertEquals(1, distribute(arguments.strip().split(" +")));
    assertTrue(errors.toString().contains(sentence), errors::toString);
    assertEquals(0, server.getRequestCount());
  }

  @Test
  void aRunThatIsThereIsNotOverwritten() throws IOException {
    Files.createDirectory(directory.resolve("run"));
    assertEquals(1, distribute("--injectors=2", "-Dtarget=http://runner:8080"));
    assertTrue(errors.toString().contains("is there already"), errors::toString);
    assertEquals(0, server.getRequestCount());
  }

  @Test
  void anUnknownSimulation() {
    assertEquals(
        1, distribute("--injectors=2", "--simulation=NoTest", "-Dtarget=http://runner:8080"));
    assertTrue(errors.toString().contains("Those that exist: BaselineTest"), errors::toString);
  }
}
