package io.functionrunner.perf.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The injectors of one run: an Indexed Job, in which each pod is one shard. {@code
 * deploy/kubernetes/injectors.yaml} is the same for those who do without this suite's command line.
 *
 * @param name of the Job; unique in its namespace
 * @param injectors how many pods
 * @param settings of the simulation, without those that tell injectors apart
 * @param cpu requested and granted, as Kubernetes writes it: {@code 2}, {@code 500m}
 * @param memory requested and granted, as Kubernetes writes it: {@code 2Gi}
 * @param token where the API's token is; empty: it needs none
 * @param startAt when the load starts, on all of them
 * @param atMost after which Kubernetes ends what is left, whatever became of us
 */
public record InjectorJob(
    String name,
    String image,
    int injectors,
    String simulation,
    Map<String, String> settings,
    Quantity cpu,
    Quantity memory,
    Optional<Token> token,
    Instant startAt,
    Duration atMost) {

  /** Of the one container in each pod. */
  static final String CONTAINER = "injector";

  /** A folder of its own, as the root file system cannot be written. */
  static final String RESULTS = "/results";

  /** There when a run is over; the container stays until {@link #FETCHED} is there too. */
  static final String ARCHIVE = RESULTS + "/run.tar.gz";

  static final String FETCHED = RESULTS + "/fetched";

  /** A label that all that belongs to one run has, with the Job's name as its value. */
  static final String INSTANCE = "app.kubernetes.io/instance";

  private static final String APP = "function-runner-performance";

  /** Of the image's user; not root, whatever an image says. */
  private static final long USER = 10_001;

  /** Ctrl-C deletes the Job; a SIGKILL of ours leaves it to Kubernetes. */
  private static final int KEPT_SECONDS = 3600;

  /** An interrupted injector still waits for its submissions and packs its results. */
  private static final long GRACE_SECONDS = 60;

  private static final int READY_SECONDS = 2;

  /**
   * A key of a Secret, which becomes an environment variable.
   *
   * @param variable in which the binding expects it
   */
  public record Token(String variable, String secret, String key) {}

  public InjectorJob {
    settings = Map.copyOf(settings);
    if (injectors < 1) {
      throw new IllegalArgumentException(injectors + " injectors. Expecting 1 or more");
    }
  }

  private Map<String, String> labels() {
    return Map.of(
        "app.kubernetes.io/name",
        APP,
        "app.kubernetes.io/component",
        "injector",
        INSTANCE,
        name,
        "app.kubernetes.io/managed-by",
        "perf");
  }

  /** As it is given to the API server. */
  public Job manifest() {
    return new JobBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(labels())
        .endMetadata()
        .withNewSpec()
        .withCompletionMode("Indexed")
        .withCompletions(injectors)
        .withParallelism(injectors)
        // A shard that starts anew has missed the common start; and with a limit of the whole Job,
        // one lost pod would take all others with it.
        .withBackoffLimitPerIndex(0)
        .withActiveDeadlineSeconds(atMost.toSeconds())
        .withTtlSecondsAfterFinished(KEPT_SECONDS)
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels())
        .endMetadata()
        .withSpec(pod())
        .endTemplate()
        .endSpec()
        .build();
  }

  private PodSpec pod() {
    return new PodSpecBuilder()
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(GRACE_SECONDS)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(USER)
        .withRunAsGroup(USER)
        .withFsGroup(USER)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        // Two injectors on one node measure each other; where nodes are few they still run.
        .addNewTopologySpreadConstraint()
        .withMaxSkew(1)
        .withTopologyKey("kubernetes.io/hostname")
        .withWhenUnsatisfiable("ScheduleAnyway")
        .withNewLabelSelector()
        .withMatchLabels(Map.of(INSTANCE, name))
        .endLabelSelector()
        .endTopologySpreadConstraint()
        .withContainers(container())
        .addNewVolume()
        .withName("results")
        .withNewEmptyDir()
        .endEmptyDir()
        .endVolume()
        .addNewVolume()
        .withName("tmp")
        .withNewEmptyDir()
        .endEmptyDir()
        .endVolume()
        .build();
  }

  private Container container() {
    Map<String, Quantity> resources = Map.of("cpu", cpu, "memory", memory);
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(image)
        .withImagePullPolicy("IfNotPresent")
        .withArgs(arguments())
        .withEnv(environment())
        .withNewResources()
        .withRequests(resources)
        .withLimits(resources)
        .endResources()
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        // Ready means: the results can be fetched.
        .withNewReadinessProbe()
        .withNewExec()
        .withCommand("test", "-f", ARCHIVE)
        .endExec()
        .withPeriodSeconds(READY_SECONDS)
        .endReadinessProbe()
        .addNewVolumeMount()
        .withName("results")
        .withMountPath(RESULTS)
        .endVolumeMount()
        .addNewVolumeMount()
        .withName("tmp")
        .withMountPath("/tmp")
        .endVolumeMount()
        .build();
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of(simulation));
    new TreeMap<>(settings).forEach((name, value) -> arguments.add("-D" + name + "=" + value));
    return arguments;
  }

  private List<EnvVar> environment() {
    List<EnvVar> environment = new ArrayList<>();
    environment.add(new EnvVar("INJECTORS", Integer.toString(injectors), null));
    environment.add(new EnvVar("START_AT", startAt.toString(), null));
    token.ifPresent(
        t ->
            environment.add(
                new EnvVarBuilder()
                    .withName(t.variable)
                    .withNewValueFrom()
                    .withNewSecretKeyRef(t.key, t.secret, false)
                    .endValueFrom()
                    .build()));
    return environment;
  }
}
