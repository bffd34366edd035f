package io.functionrunner.perf.kubernetes;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ContainerResource;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** What a distributed run asks of a cluster; each failure is a {@link ClusterException}. */
final class Cluster {

  private static final int LOG_LINES = 20;
  private static final int EXIT_STATUS_SECONDS = 30;

  private final KubernetesClient client;
  private final String namespace;

  Cluster(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  void create(InjectorJob job) throws ClusterException {
    asked(
        "create the Job " + job.name(),
        () -> client.batch().v1().jobs().inNamespace(namespace).resource(job.manifest()).create());
  }

  /** The pods go with it. A Job that is not there needs no deletion. */
  void delete(InjectorJob job) throws ClusterException {
    asked(
        "delete the Job " + job.name(),
        () ->
            client
                .batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withName(job.name())
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete());
  }

  List<Injector> injectors(InjectorJob job) throws ClusterException {
    List<Pod> pods =
        asked(
            "list pods",
            () ->
                client
                    .pods()
                    .inNamespace(namespace)
                    .withLabel(InjectorJob.INSTANCE, job.name())
                    .list()
                    .getItems());
    return pods.stream()
        .map(Injector::of)
        .flatMap(Optional::stream)
        .filter(injector -> injector.shard() <= job.injectors())
        .sorted(Comparator.comparingInt(Injector::shard).thenComparing(Injector::pod))
        .toList();
  }

  /** Why the Job's controller cannot make pods: a quota, an admission rule; empty when it can. */
  Optional<String> refusal(InjectorJob job) throws ClusterException {
    return asked(
            "list events",
            () ->
                client
                    .v1()
                    .events()
                    .inNamespace(namespace)
                    .withField("involvedObject.name", job.name())
                    .list()
                    .getItems())
        .stream()
        .filter(event -> "FailedCreate".equals(event.getReason()))
        .filter(event -> job.name().equals(event.getInvolvedObject().getName()))
        .map(event -> ClusterText.line(String.valueOf(event.getMessage())))
        .findFirst();
  }

  /** The last line that an injector wrote: when it ended by itself, it says why. */
  String lastWords(Injector injector) {
    try {
      String log = container(injector).tailingLines(LOG_LINES).withReadyWaitTimeout(0).getLog();
      return log.lines()
          .map(ClusterText::line)
          .filter(line -> !line.isEmpty())
          .reduce((earlier, later) -> later)
          .orElse("");
    } catch (KubernetesClientException e) {
      return ""; // The pod is gone, and its log with it.
    }
  }

  /**
   * Copies an injector's run directory.
   *
   * <p>The archive comes as the output of {@code cat}, executed in a container that waits for this
   * to be done. A log would be cut (a node keeps 10 MiB by default), a volume would need a class of
   * storage that many may write, and a port would need a server in the pod; this needs {@code cat}
   * and the right to execute it. Whether all of it came is told by gzip's checksum and length.
   *
   * @param into a folder that is not there yet
   * @param atMost for all of it: a node that is cut off sends nothing more, and no end either
   * @throws TimeoutException when that is over; the sentence says so
   */
  void fetch(Injector injector, Path into, RunArchive.Limits limits, Duration atMost)
      throws IOException, TimeoutException {
    try (ExecWatch command =
        asked(
            "execute a command in pod " + injector.pod(),
            () ->
                container(injector)
                    .redirectingOutput()
                    .withReadyWaitTimeout(0)
                    .exec("cat", InjectorJob.ARCHIVE))) {
      unpack(command.getOutput(), injector, into, limits, atMost);
    }
  }

  private static void unpack(
      InputStream archive, Injector injector, Path into, RunArchive.Limits limits, Duration atMost)
      throws IOException, TimeoutException {
    AtomicBoolean late = new AtomicBoolean();
    // A stream that is closed tells so whoever waits for more of it.
    CompletableFuture<Void> alarm =
        CompletableFuture.runAsync(
            () -> {
              late.set(true);
              close(archive);
            },
            CompletableFuture.delayedExecutor(atMost.toMillis(), TimeUnit.MILLISECONDS));
    try (archive) {
      RunArchive.unpack(archive, into, limits);
    } catch (IOException e) {
      if (late.get()) {
        throw new TimeoutException(
            "pod %s did not send all of them within %d s"
                .formatted(injector.pod(), atMost.toSeconds()));
      }
      throw e;
    } finally {
      alarm.cancel(false);
    }
  }

  private static void close(InputStream archive) {
    try {
      archive.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells an injector that its results are here: its container then ends. */
  void release(Injector injector) throws IOException {
    try (ExecWatch command =
        asked(
            "execute a command in pod " + injector.pod(),
            () ->
                container(injector)
                    .redirectingError()
                    .withReadyWaitTimeout(0)
                    .exec("touch", InjectorJob.FETCHED))) {
      command.exitCode().get(EXIT_STATUS_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("pod %s is not released: %s".formatted(injector.pod(), e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ContainerResource container(Injector injector) {
    PodResource pod = client.pods().inNamespace(namespace).withName(injector.pod());
    return pod.inContainer(InjectorJob.CONTAINER);
  }

  private <T> T asked(String doing, Supplier<T> question) throws ClusterException {
    try {
      return question.get();
    } catch (KubernetesClientException e) {
      throw ClusterException.of(e, doing, client.getMasterUrl().toString());
    }
  }
}
