package io.functionrunner.perf.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a pod tells of its injector at one moment.
 *
 * @param shard from 1
 * @param pod its name
 * @param why it is in that state, in the cluster's words; empty when there is nothing to say
 */
record Injector(int shard, String pod, State state, String why) {

  /** How far it is. */
  enum State {
    /** Not started yet. */
    PENDING,
    /** Not started, for a reason that no waiting mends. */
    STUCK,
    /** Its container runs. */
    RUNNING,
    /** Its results can be fetched. */
    READY,
    /** It is over, one way or the other. */
    GONE
  }

  /** The Job's controller writes it on each pod. */
  static final String INDEX = "batch.kubernetes.io/job-completion-index";

  /** ErrImagePull is the first try, and some are mended by the second; this is what follows it. */
  private static final Set<String> NO_WAITING_MENDS =
      Set.of(
          "ImagePullBackOff",
          "InvalidImageName",
          "ErrImageNeverPull",
          "CreateContainerConfigError",
          "CreateContainerError");

  /** Of a pod of the Job; a pod without a legal index is none of ours. */
  static Optional<Injector> of(Pod pod) {
    Map<String, String> annotations =
        Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
    String index = annotations.getOrDefault(INDEX, "");
    if (!index.matches("\\d{1,6}")) {
      return Optional.empty();
    }
    PodStatus status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
    State state = state(pod, status);
    return Optional.of(
        new Injector(
            Integer.parseInt(index) + 1, pod.getMetadata().getName(), state, why(status, state)));
  }

  /** The same injector, whose pod is no longer there. */
  Injector gone() {
    return new Injector(shard, pod, State.GONE, "the pod was deleted");
  }

  private static State state(Pod pod, PodStatus status) {
    String phase = Objects.requireNonNullElse(status.getPhase(), "Pending");
    return switch (phase) {
      case "Succeeded", "Failed" -> State.GONE;
      case "Running" ->
          condition(status, "Ready").map(PodCondition::getStatus).filter("True"::equals).isPresent()
              ? State.READY
              : leaving(pod, State.RUNNING);
      default ->
          waiting(status).map(ContainerStateWaiting::getReason).anyMatch(NO_WAITING_MENDS::contains)
              ? State.STUCK
              : leaving(pod, State.PENDING);
    };
  }

  /** A pod that is being deleted may still hand over its results, but starts nothing. */
  private static State leaving(Pod pod, State otherwise) {
    return pod.getMetadata().getDeletionTimestamp() == null ? otherwise : State.GONE;
  }

  private static String why(PodStatus status, State state) {
    return switch (state) {
      case PENDING, STUCK ->
          waiting(status)
              .filter(w -> !"ContainerCreating".equals(w.getReason()))
              .map(w -> words(w.getReason(), w.getMessage()))
              .findFirst()
              .or(
                  () ->
                      condition(status, "PodScheduled")
                          .filter(c -> "False".equals(c.getStatus()))
                          .map(c -> words(c.getReason(), c.getMessage())))
              .orElse("");
      case GONE ->
          status.getReason() != null
              ? words(status.getReason(), status.getMessage())
              : terminated(status)
                  .map(t -> words(t.getReason(), "exit status " + t.getExitCode()))
                  .findFirst()
                  .orElse("the pod is being deleted");
      case RUNNING, READY -> "";
    };
  }

  private static Optional<PodCondition> condition(PodStatus status, String type) {
    return status.getConditions().stream().filter(c -> type.equals(c.getType())).findFirst();
  }

  private static Stream<ContainerStateWaiting> waiting(PodStatus status) {
    return states(status).map(ContainerState::getWaiting).filter(Objects::nonNull);
  }

  private static Stream<ContainerStateTerminated> terminated(PodStatus status) {
    return states(status).map(ContainerState::getTerminated).filter(Objects::nonNull);
  }

  private static Stream<ContainerState> states(PodStatus status) {
    return status.getContainerStatuses().stream()
        .map(ContainerStatus::getState)
        .filter(Objects::nonNull);
  }

  private static String words(String reason, String message) {
    return ClusterText.line(
        Stream.of(reason, message)
            .filter(Objects::nonNull)
            .filter(text -> !text.isBlank())
            .reduce((a, b) -> a + ": " + b)
            .orElse(""));
  }
}
