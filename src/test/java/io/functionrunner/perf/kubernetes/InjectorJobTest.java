package io.functionrunner.perf.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The Job that the command line makes, and the one in {@code deploy/kubernetes}. */
class InjectorJobTest {

  private static final Path MANIFESTS = Path.of("deploy/kubernetes");

  /** Fabric8's model keeps fields that it does not know; here they are mistakes. */
  private static final ObjectMapper STRICT =
      new YAMLMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return false;
                }
              });

  private static final InjectorJob OURS =
      new InjectorJob(
          "injectors",
          "function-runner-performance:latest",
          2,
          "SpikeTest",
          Map.of("target", "http://function-runner:8080"),
          new Quantity("2"),
          new Quantity("2Gi"),
          Optional.of(new InjectorJob.Token("FUNCTION_RUNNER_TOKEN", "function-runner", "token")),
          Instant.parse("2026-11-24T10:15:00Z"),
          Duration.ofHours(3));

  private static Job plain() throws IOException {
    return STRICT.readValue(MANIFESTS.resolve("injectors.yaml").toFile(), Job.class);
  }

  /** One manifest, written twice: all that differs is who made it, and that a token may lack. */
  @Test
  void thePlainManifestIsTheSameJob() throws IOException {
    Job plain = plain();
    plain
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .get(0)
        .getEnv()
        .forEach(
            variable -> {
              if (variable.getValueFrom() != null) {
                variable.getValueFrom().getSecretKeyRef().setOptional(false);
              }
            });
    Job ours = OURS.manifest();
    for (Map<String, String> labels :
        List.of(
            ours.getMetadata().getLabels(),
            ours.getSpec().getTemplate().getMetadata().getLabels())) {
      assertEquals("perf", labels.remove("app.kubernetes.io/managed-by"));
    }
    assertEquals(plain, ours);
  }

  @Test
  void nothingThatItMayNot() {
    PodSpec pod = OURS.manifest().getSpec().getTemplate().getSpec();
    Container container = pod.getContainers().get(0);
    assertTrue(pod.getSecurityContext().getRunAsNonRoot());
    assertEquals("RuntimeDefault", pod.getSecurityContext().getSeccompProfile().getType());
    assertEquals(false, pod.getAutomountServiceAccountToken());
    assertTrue(container.getSecurityContext().getReadOnlyRootFilesystem());
    assertEquals(false, container.getSecurityContext().getAllowPrivilegeEscalation());
    assertEquals(List.of("ALL"), container.getSecurityContext().getCapabilities().getDrop());
    assertEquals(container.getResources().getRequests(), container.getResources().getLimits());
  }

  @Test
  void aTokenIsAReferenceAndNeverAValue() throws IOException {
    String manifest = new ObjectMapper().writeValueAsString(OURS.manifest());
    assertTrue(
        manifest.contains(
            "\"name\":\"FUNCTION_RUNNER_TOKEN\",\"valueFrom\":{\"secretKeyRef\":{\"key\":\"token\",\"name\":\"function-runner\""),
        manifest);
  }

  @Test
  void anUnknownFieldIsNoticed() throws IOException {
    String manifest = Files.readString(MANIFESTS.resolve("injectors.yaml"));
    for (String typo :
        List.of(
            manifest.replace("backoffLimitPerIndex", "backofLimitPerIndex"),
            manifest.replace("readOnlyRootFilesystem", "readonlyRootFilesystem"),
            manifest.replace("periodSeconds", "periodSecond"))) {
      assertThrows(UnrecognizedPropertyException.class, () -> STRICT.readValue(typo, Job.class));
    }
  }

  /** What {@link Cluster} asks for, in its order. */
  @Test
  void theRoleAllowsWhatIsAskedFor() throws IOException {
    Role role = STRICT.readValue(MANIFESTS.resolve("role.yaml").toFile(), Role.class);
    for (String[] asked :
        new String[][] {
          {"batch", "jobs", "create"},
          {"batch", "jobs", "delete"},
          {"", "pods", "list"},
          {"", "events", "list"},
          {"", "pods/log", "get"},
          {"", "pods/exec", "create"}
        }) {
      assertTrue(
          role.getRules().stream()
              .anyMatch(
                  rule ->
                      rule.getApiGroups().contains(asked[0])
                          && rule.getResources().contains(asked[1])
                          && rule.getVerbs().contains(asked[2])),
          String.join(" ", asked));
    }
  }
}
