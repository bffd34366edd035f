package io.functionrunner.perf.kubernetes;

import static io.functionrunner.perf.kubernetes.FakeInjectors.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.EventListBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.functionrunner.perf.kubernetes.Distribution.Collected;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every call and every outcome, against Fabric8's mock of an API server. */
@EnableKubernetesMockClient(crud = true)
class DistributionTest {

  private static final String JOBS = "/apis/batch/v1/namespaces/perf/jobs";

  private static final String PODS =
      "/api/v1/namespaces/perf/pods?labelSelector=app.kubernetes.io%2Finstance%3Dspiketest-1";

  KubernetesMockServer server;
  KubernetesClient client;

  @TempDir Path parts;

  private final ScriptedTime time = new ScriptedTime();
  private final StringWriter said = new StringWriter();
  private final InjectorJob job =
      new InjectorJob(
          "spiketest-1",
          "runner-performance:1",
          3,
          "SpikeTest",
          Map.of("target", "http://runner:8080"),
          new Quantity("2"),
          new Quantity("2Gi"),
          Optional.empty(),
          time.instant().plus(Duration.ofSeconds(20)),
          Duration.ofHours(2));
  private FakeInjectors injectors;

  @BeforeEach
  void cluster() {
    // As perf distribute has it: what fails is not tried again behind our back.
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(client.getConfiguration())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
    injectors = new FakeInjectors(server, client);
  }

  private Collected run() throws IOException, InterruptedException {
    return run(Duration.ofMinutes(1));
  }

  private Collected run(Duration timeout) throws IOException, InterruptedException {
    try (Distribution distribution =
        new Distribution(client, NAMESPACE, job, parts, time, new PrintWriter(said, true))) {
      return distribution.run(timeout);
    }
  }

  private String refused() {
    String sentence = assertThrows(ClusterException.class, this::run).getMessage();
    assertEquals(List.of(), injectors.jobs(), "nothing is left in the cluster");
    assertEquals(1, sentence.lines().count(), sentence);
    return sentence;
  }

  private static byte[] archive(int shard) {
    try {
      return new TarGz().file("run.json", "run of " + shard).toBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void handsAll() {
    for (int shard = 1; shard <= 3; shard++) {
      injectors.hands(shard, archive(shard));
    }
  }

  private static Status status(int code, String message) {
    return new StatusBuilder()
        .withStatus("Failure")
        .withCode(code)
        .withReason("Forbidden")
        .withMessage(message)
        .build();
  }

  @Test
  void allInjectorsRunAndTheirResultsComeBack() throws Exception {
    time.then(() -> injectors.is(1, FakeInjectors.unschedulable("0/3 nodes are available")))
        .then(() -> injectors.all(FakeInjectors.waiting("ContainerCreating", null)))
        .then(() -> injectors.allRun(false))
        .then(this::handsAll)
        .then(() -> injectors.is(2, FakeInjectors.running(true)))
        .then(() -> injectors.allRun(true));
    Collected collected = run();
    assertEquals(Set.of(1, 2, 3), collected.runs().keySet());
    assertEquals(Map.of(), collected.lost());
    for (int shard = 1; shard <= 3; shard++) {
      Path run = collected.runs().get(shard);
      assertEquals("run of " + shard, Files.readString(run.resolve("run.json")));
    }
    assertEquals(List.of(), injectors.jobs(), "nothing is left in the cluster");
    String lines = said.toString();
    assertTrue(
        lines.contains("3 pending, 0 running, 0 done (Unschedulable: 0/3 nodes are available)")
            && lines.contains("0 pending, 3 running, 0 done")
            && lines.contains("0 pending, 2 running, 1 done"),
        lines);
  }

  @Test
  void aPodThatIsLostCostsItsShardOnly() throws Exception {
    time.then(() -> injectors.allRun(false))
        .then(this::handsAll)
        .then(() -> injectors.wrote(2, "0:27 steady\n\n0:32 steady, 37 in flight\n"))
        .then(() -> injectors.is(2, FakeInjectors.failed("OOMKilled", 137)))
        .then(() -> injectors.allRun(true));
    Collected collected = run();
    assertEquals(Set.of(1, 3), collected.runs().keySet());
    assertEquals(
        "its pod is gone: OOMKilled: exit status 137; its last words: 0:32 steady, 37 in flight",
        collected.lost().get(2));
  }

  /** The controller of a cluster that knows no limit per index makes another one. */
  @Test
  void aPodThatStandsInForALostOneMissedTheStart() throws Exception {
    time.then(() -> injectors.allRun(false))
        .then(this::handsAll)
        .then(() -> injectors.wroteNothing(3))
        .then(() -> injectors.delete(3))
        .then(() -> injectors.is(3, "another", FakeInjectors.running(true)))
        .then(
            () -> {
              injectors.is(1, FakeInjectors.running(true));
              injectors.is(2, FakeInjectors.running(true));
            });
    Collected collected = run();
    assertEquals(Set.of(1, 2), collected.runs().keySet());
    assertEquals("its pod is gone: the pod was deleted", collected.lost().get(3));
  }

  @Test
  void anEvictedPodSaysSo() throws Exception {
    time.then(() -> injectors.allRun(false))
        .then(this::handsAll)
        .then(() -> injectors.wroteNothing(1))
        .then(
            () ->
                injectors.is(
                    1,
                    FakeInjectors.phase("Failed")
                        .withReason("Evicted")
                        .withMessage("The node was low on resource: memory.")
                        .build()))
        .then(
            () -> {
              injectors.is(2, FakeInjectors.running(true));
              injectors.is(3, FakeInjectors.running(true));
            });
    assertEquals(
        "its pod is gone: Evicted: The node was low on resource: memory.", run().lost().get(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ImagePullBackOff",
        "ErrImageNeverPull",
        "InvalidImageName",
        "CreateContainerConfigError"
      })
  void anImageOrASecretThatIsNotThere(String reason) {
    time.then(() -> injectors.all(FakeInjectors.waiting("ErrImagePull", "pull access denied")))
        .then(
            () -> injectors.is(2, FakeInjectors.waiting(reason, "no \"runner\u001b[2J:1\"\nhere")));
    String sentence = refused();
    assertTrue(
        sentence.startsWith(
            "Injector 2 of 3 cannot start: " + reason + ": no \"runner [2J:1\" here"),
        sentence);
    assertTrue(said.toString().contains("ErrImagePull: pull access denied"), said::toString);
  }

  @Test
  void aFirstPullThatFailsMayBeMended() throws Exception {
    time.then(() -> injectors.all(FakeInjectors.waiting("ErrImagePull", "timeout")))
        .then(() -> injectors.allRun(false))
        .then(this::handsAll)
        .then(() -> injectors.allRun(true));
    assertEquals(3, run().runs().size());
  }

  @Test
  void aQuotaThatRefusesThePods() {
    server
        .expect()
        .get()
        .withPath("/api/v1/namespaces/perf/events?fieldSelector=involvedObject.name%3Dspiketest-1")
        .andReturn(
            200,
            new EventListBuilder()
                .addNewItem()
                .withNewInvolvedObject()
                .withKind("Job")
                .withName("spiketest-1")
                .endInvolvedObject()
                .withReason("FailedCreate")
                .withMessage(
                    "Error creating: pods \"spiketest-1-0\" is forbidden: exceeded quota: team, requested: limits.cpu=2")
                .endItem()
                .build())
        .always();
    String sentence = refused();
    assertTrue(
        sentence.startsWith("The namespace's quota refuses the injectors: Error creating: pods"),
        sentence);
    assertTrue(sentence.endsWith("Expecting fewer injectors, or smaller ones (--cpu, --memory)"));
  }

  @Test
  void aQuotaThatRefusesTheJob() {
    server
        .expect()
        .post()
        .withPath(JOBS)
        .andReturn(403, status(403, "jobs.batch \"x\" is forbidden: exceeded quota: team"))
        .once();
    assertTrue(refused().startsWith("The namespace's quota refuses the injectors: jobs.batch"));
  }

  @Test
  void noPermission() {
    server
        .expect()
        .post()
        .withPath(JOBS)
        .andReturn(403, status(403, "User \"me\" cannot create resource \"jobs\""))
        .once();
    String sentence = refused();
    assertTrue(
        sentence.startsWith("No permission to create the Job spiketest-1: User \"me\" cannot"),
        sentence);
    assertTrue(sentence.endsWith("Expecting the rights of deploy/kubernetes/role.yaml"), sentence);
  }

  @Test
  void credentialsThatAreNotAccepted() {
    server.expect().post().withPath(JOBS).andReturn(401, status(401, "Unauthorized")).once();
    assertTrue(refused().contains("does not accept who we are: Unauthorized"));
  }

  @Test
  void aNamespaceThatIsNotThere() {
    server
        .expect()
        .post()
        .withPath(JOBS)
        .andReturn(404, status(404, "namespaces \"perf\" not found"))
        .once();
    assertEquals(
        "The cluster does not create the Job spiketest-1: namespaces \"perf\" not found (status 404)",
        refused());
  }

  @Test
  void noCluster() {
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(client.getConfiguration())
                    .withMasterUrl("http://127.0.0.1:1")
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
    String sentence = assertThrows(ClusterException.class, this::run).getMessage();
    assertTrue(
        sentence.startsWith("No Kubernetes cluster answers at http://127.0.0.1:1/: "), sentence);
    assertTrue(sentence.contains("Expecting a kubeconfig"), sentence);
  }

  @Test
  void noRoomInTheCluster() {
    time.then(
        () -> {
          injectors.allRun(false);
          injectors.is(
              3, FakeInjectors.unschedulable("0/3 nodes are available: 3 Insufficient cpu."));
        });
    assertEquals(
        "Not all injectors were up at the common start, 2026-11-24T10:00:20Z: Injector 3 of 3 waits:"
            + " Unschedulable: 0/3 nodes are available: 3 Insufficient cpu.. Expecting a later start"
            + " (--start-in), or a cluster with room for them",
        refused());
  }

  @Test
  void aControllerThatMakesNoPods() {
    assertTrue(refused().contains("Injector 1 of 3 has no pod; Injector 2 of 3 has no pod;"));
  }

  @Test
  void anInjectorThatRefusesItsSettings() {
    time.then(
        () -> {
          injectors.wrote(1, "\n-Dusers=many: not a legal value. Expecting a whole number\n");
          injectors.all(FakeInjectors.waiting("ContainerCreating", null));
          injectors.is(1, FakeInjectors.failed("Error", 1));
        });
    assertEquals(
        "Injector 1 of 3 ended before the load: Error: exit status 1; its last words:"
            + " -Dusers=many: not a legal value. Expecting a whole number",
        refused());
  }

  @Test
  void whatIsNotDoneInTimeIsLost() throws Exception {
    time.then(() -> injectors.allRun(false))
        .then(this::handsAll)
        .then(() -> injectors.is(2, FakeInjectors.running(true)));
    Collected collected = run();
    assertEquals(Set.of(2), collected.runs().keySet());
    assertEquals("it was not done 1 min after the start", collected.lost().get(1));
    assertEquals(Set.of(1, 3), collected.lost().keySet());
  }

  @Test
  void resultsThatComeOnlyInPartAreLost() throws Exception {
    byte[] whole = archive(3);
    time.then(() -> injectors.allRun(false))
        .then(
            () -> {
              injectors.hands(1, archive(1));
              injectors.hands(2, archive(2));
              injectors.hands(3, Arrays.copyOf(whole, whole.length - 5));
            })
        .then(() -> injectors.allRun(true));
    Collected collected = run();
    assertEquals(Set.of(1, 2), collected.runs().keySet());
    assertTrue(
        collected.lost().get(3).startsWith("its results cannot be fetched: java.io.EOFException"),
        collected.lost()::toString);
  }

  /** A node is cut off in the midst of it: nothing comes any more, and nothing ends. */
  @Test
  @Timeout(30)
  void resultsThatStopComingAreGivenUpInTime() throws Exception {
    byte[] whole = archive(2);
    time.then(() -> injectors.allRun(false))
        .then(
            () -> {
              injectors.hands(1, archive(1));
              injectors.hangsAfter(2, Arrays.copyOf(whole, whole.length / 2));
              injectors.hands(3, archive(3));
            });
    // Every look takes 2 s, and the timeout is 1 min after the start in 20 s: 2 s before it.
    for (int look = 0; look < 36; look++) {
      time.then(() -> {});
    }
    time.then(() -> injectors.allRun(true));
    Collected collected = run();
    assertEquals(Set.of(1, 3), collected.runs().keySet());
    assertEquals(
        "its results cannot be fetched: pod spiketest-1-1-x7k2p did not send all of them within 2 s",
        collected.lost().get(2));
    assertFalse(Files.exists(parts.resolve("2.partial")), "half a run is none");
  }

  @Test
  void anApiServerThatRestartsCostsNothing() throws Exception {
    time.then(() -> injectors.allRun(false))
        .then(this::handsAll)
        .then(
            () ->
                server
                    .expect()
                    .get()
                    .withPath(PODS)
                    .andReturn(503, status(503, "starting"))
                    .times(3))
        .then(() -> {})
        .then(() -> injectors.allRun(true));
    assertEquals(3, run().runs().size());
    assertTrue(said.toString().contains("the API server does not answer"), said::toString);
  }

  @Test
  void anApiServerThatStaysAwayEndsIt() throws Exception {
    time.then(() -> injectors.allRun(false))
        .then(
            () ->
                server
                    .expect()
                    .get()
                    .withPath(PODS)
                    .andReturn(503, status(503, "starting"))
                    .always());
    String sentence =
        assertThrows(ClusterException.class, () -> run(Duration.ofMinutes(10))).getMessage();
    assertEquals("The cluster does not list pods: starting (status 503)", sentence);
    assertEquals(List.of(), injectors.jobs());
  }

  /** What Ctrl-C does: the Job goes at once, in whatever state the injectors are. */
  @Test
  void closingEndsIt() throws Exception {
    Distribution distribution =
        new Distribution(client, NAMESPACE, job, parts, time, new PrintWriter(said, true));
    time.then(() -> injectors.allRun(false)).then(() -> assertDoesNotThrow(distribution::close));
    String sentence =
        assertThrows(ClusterException.class, () -> distribution.run(Duration.ofMinutes(1)))
            .getMessage();
    assertEquals("Ended by a signal", sentence);
    assertEquals(List.of(), injectors.jobs());
    distribution.close();
  }
}
