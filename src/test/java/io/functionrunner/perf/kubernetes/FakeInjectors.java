package io.functionrunner.perf.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.server.mock.StatusStreamMessage;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.internal.WebSocketMessage;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The pods of a Job in Fabric8's mock of an API server, which has no controllers: what the Job's
 * controller and the nodes do to them is done here.
 */
public final class FakeInjectors {

  public static final String NAMESPACE = "perf";

  /** It tells of every request; held, as the level of a logger that nobody holds is forgotten. */
  private static final Logger LOG = Logger.getLogger(MockWebServer.class.getName());

  static {
    LOG.setLevel(Level.WARNING);
  }

  private final KubernetesMockServer server;
  private final KubernetesClient client;

  public FakeInjectors(KubernetesMockServer server, KubernetesClient client) {
    this.server = server;
    this.client = client;
  }

  /** The only Job that there is. */
  public Job job() {
    List<Job> jobs = jobs();
    if (jobs.size() != 1) {
      throw new AssertionError(jobs);
    }
    return jobs.get(0);
  }

  /** All that there are. */
  public List<Job> jobs() {
    return client.batch().v1().jobs().inNamespace(NAMESPACE).list().getItems();
  }

  static PodStatusBuilder phase(String phase) {
    return new PodStatusBuilder().withPhase(phase);
  }

  static PodStatus waiting(String reason, String message) {
    return phase("Pending")
        .addNewContainerStatus()
        .withName("injector")
        .withNewState()
        .withNewWaiting(message, reason)
        .endState()
        .endContainerStatus()
        .build();
  }

  static PodStatus unschedulable(String message) {
    return phase("Pending")
        .addNewCondition()
        .withType("PodScheduled")
        .withStatus("False")
        .withReason("Unschedulable")
        .withMessage(message)
        .endCondition()
        .build();
  }

  static PodStatus failed(String reason, int exitCode) {
    return phase("Failed")
        .addNewContainerStatus()
        .withName("injector")
        .withNewState()
        .withNewTerminated()
        .withReason(reason)
        .withExitCode(exitCode)
        .endTerminated()
        .endState()
        .endContainerStatus()
        .build();
  }

  static PodStatus running(boolean ready) {
    return phase("Running")
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready ? "True" : "False")
        .endCondition()
        .build();
  }

  /** All pods of the Job at once. */
  public void all(PodStatus status) {
    for (int shard = 1; shard <= job().getSpec().getCompletions(); shard++) {
      is(shard, status);
    }
  }

  /** All of them run, or their results are there. */
  public void allRun(boolean ready) {
    all(running(ready));
  }

  String podName(int shard) {
    return job().getMetadata().getName() + "-" + (shard - 1) + "-x7k2p";
  }

  void is(int shard, PodStatus status) {
    is(shard, podName(shard), status);
  }

  void is(int shard, String name, PodStatus status) {
    Job job = job();
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(NAMESPACE)
            .withLabels(job.getSpec().getTemplate().getMetadata().getLabels())
            .withAnnotations(Map.of(Injector.INDEX, Integer.toString(shard - 1)))
            .endMetadata()
            .withSpec(job.getSpec().getTemplate().getSpec())
            .withStatus(status)
            .build();
    client.pods().inNamespace(NAMESPACE).resource(pod).createOr(r -> r.update());
    client.pods().inNamespace(NAMESPACE).resource(pod).updateStatus();
  }

  void delete(int shard) {
    client.pods().inNamespace(NAMESPACE).withName(podName(shard)).withGracePeriod(0).delete();
  }

  private String results(int shard) {
    return exec(
        shard, "command=cat&command=%2Fresults%2Frun.tar.gz&container=injector&stdout=true");
  }

  /** What the container gives when it is asked for its results, as often as it is asked. */
  public void hands(int shard, byte[] archive) {
    server
        .expect()
        .get()
        .withPath(results(shard))
        .andUpgradeToWebSocket()
        .open(output(archive), new StatusStreamMessage(0))
        .done()
        .always();
    server
        .expect()
        .get()
        .withPath(
            exec(
                shard, "command=touch&command=%2Fresults%2Ffetched&container=injector&stderr=true"))
        .andUpgradeToWebSocket()
        .open(new StatusStreamMessage(0))
        .done()
        .always();
  }

  /** What it gives of its results before no more comes, and no end of it either. */
  void hangsAfter(int shard, byte[] head) {
    server
        .expect()
        .get()
        .withPath(results(shard))
        .andUpgradeToWebSocket()
        .open(output(head))
        // As long as something is expected the connection stays.
        .expect("never")
        .andEmit(new StatusStreamMessage(0))
        .once()
        .done()
        .always();
  }

  /** Of channel 1, standard output; Fabric8's own message takes text only. */
  private static WebSocketMessage output(byte[] content) {
    byte[] message = new byte[content.length + 1];
    message[0] = 1;
    System.arraycopy(content, 0, message, 1, content.length);
    return new WebSocketMessage(0L, message, true, true);
  }

  /** Its log went with its pod. */
  void wroteNothing(int shard) {
    server
        .expect()
        .get()
        .withPath(log(shard))
        .andReturn(404, new StatusBuilder().withCode(404).withMessage("not found").build())
        .always();
  }

  /** What its container wrote. */
  void wrote(int shard, String log) {
    server.expect().get().withPath(log(shard)).andReturn(200, log).always();
  }

  private String log(int shard) {
    return "/api/v1/namespaces/%s/pods/%s/log?pretty=false&container=injector&tailLines=20"
        .formatted(NAMESPACE, podName(shard));
  }

  private String exec(int shard, String query) {
    return "/api/v1/namespaces/%s/pods/%s/exec?%s".formatted(NAMESPACE, podName(shard), query);
  }
}
