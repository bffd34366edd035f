package io.functionrunner.perf.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.Objects;

/** Something that the cluster does not do, in one sentence. */
public final class ClusterException extends IOException {

  private static final long serialVersionUID = 1;

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  private final boolean passing;

  ClusterException(String message) {
    super(message);
    passing = false;
  }

  private ClusterException(String message, boolean passing, Throwable cause) {
    super(message, cause);
    this.passing = passing;
  }

  /** Whether it may be over in a moment: the API server restarts, a connection broke. */
  boolean passing() {
    return passing;
  }

  /**
   * An answer of the API server, or none.
   *
   * @param doing what was asked for: {@code create the Job}
   * @param where the API server's URL
   */
  static ClusterException of(KubernetesClientException e, String doing, String where) {
    String said =
        ClusterText.line(
            e.getStatus() != null && e.getStatus().getMessage() != null
                ? e.getStatus().getMessage()
                : Objects.requireNonNullElse(e.getMessage(), e.toString()));
    int code = e.getCode();
    if (noAnswer(e)) {
      return new ClusterException(
          "No Kubernetes cluster answers at %s: %s. Expecting a kubeconfig (KUBECONFIG, ~/.kube/config) or a service account that leads to one"
              .formatted(where, ClusterText.line(root(e).toString())),
          true,
          e);
    }
    String sentence =
        switch (code) {
          case UNAUTHORIZED ->
              "The cluster at %s does not accept who we are: %s. Expecting valid credentials in the kubeconfig"
                  .formatted(where, said);
          case FORBIDDEN -> forbidden(said, doing);
          default -> "The cluster does not %s: %s (status %d)".formatted(doing, said, code);
        };
    return new ClusterException(sentence, code == TOO_MANY || code >= SERVER_ERROR, e);
  }

  private static String forbidden(String said, String doing) {
    return said.contains("exceeded quota") || said.contains("failed quota")
        ? quota(said)
        : "No permission to %s: %s. Expecting the rights of deploy/kubernetes/role.yaml"
            .formatted(doing, said);
  }

  /** The same words, whether the quota refuses the Job or its pods. */
  static String quota(String said) {
    return "The namespace's quota refuses the injectors: %s. Expecting fewer injectors, or smaller ones (--cpu, --memory)"
        .formatted(said);
  }

  private static boolean noAnswer(Throwable e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return true;
      }
    }
    return false;
  }

  private static Throwable root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
