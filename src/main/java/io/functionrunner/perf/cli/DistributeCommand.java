package io.functionrunner.perf.cli;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.functionrunner.perf.kubernetes.ClusterException;
import io.functionrunner.perf.kubernetes.Distribution;
import io.functionrunner.perf.kubernetes.Distribution.Collected;
import io.functionrunner.perf.kubernetes.InjectorJob;
import io.functionrunner.perf.merge.MergeOptions;
import io.functionrunner.perf.merge.MergedRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code perf distribute}: one run on several injectors in a Kubernetes cluster. */
@Command(
    name = "distribute",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a simulation on several injectors in a Kubernetes cluster: starts them as a Job, fetches",
      "what each measured, merges it into one run, and judges that. Nothing is left in the cluster.",
      "Exit status: the verdict's (0 PASS, 2 FAIL, 3 INCONCLUSIVE, 4 INVALID), or 1 when there was",
      "no run. How it works: docs/distributed.md."
    })
final class DistributeCommand implements Callable<Integer> {

  private static final int CONNECT_MILLIS = 10_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--injectors",
      paramLabel = "<n>",
      required = true,
      description = "How many pods share the load.")
  private int injectors;

  @Option(
      names = "--simulation",
      paramLabel = "<name>",
      required = true,
      description = "As mvn gatling:test takes it: SpikeTest.")
  private String simulation;

  @Option(
      names = "-D",
      paramLabel = "<name>=<value>",
      description = "A setting of the simulation; files are those of the image.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--namespace",
      paramLabel = "<name>",
      description = "Where the Job goes. Default: that of the kubeconfig.")
  private String namespace;

  @Option(
      names = "--context",
      paramLabel = "<name>",
      description = "Of the kubeconfig. Default: its present one.")
  private String context;

  @Option(
      names = "--image",
      paramLabel = "<image>",
      defaultValue = "function-runner-performance:latest",
      description = "Made by the Dockerfile. Default: ${DEFAULT-VALUE}.")
  private String image;

  @Option(
      names = "--cpu",
      paramLabel = "<quantity>",
      defaultValue = "2",
      description = "Of each injector, requested and granted. Default: ${DEFAULT-VALUE}.")
  private String cpu;

  @Option(
      names = "--memory",
      paramLabel = "<quantity>",
      defaultValue = "2Gi",
      description = "Of each injector, requested and granted. Default: ${DEFAULT-VALUE}.")
  private String memory;

  @Option(
      names = "--token-secret",
      paramLabel = "[<variable>=]<name>/<key>",
      description =
          "Secret that holds the API's token. Default variable: the one that the binding reads.")
  private String tokenSecret;

  @Option(
      names = "--start-in",
      paramLabel = "<duration>",
      defaultValue = "2m",
      description =
          "From now to the common start: scheduling, image and warm-up. Default: ${DEFAULT-VALUE}.")
  private String startIn;

  @Option(
      names = "--timeout",
      paramLabel = "<duration>",
      description =
          "From the common start to the last result. Default: twice the load and 30 minutes.")
  private String timeout;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "<folder>",
      description =
          "The merged run; each injector's goes to <folder>.injectors. Default: below target/gatling.")
  private Path output;

  @Option(
      names = "--allow-missing",
      description = "Judge the run although some of its shards are lacking.")
  private boolean lackingAllowed;

  @Mixin private ReportedAnalysis reported;

  private final Function<String, KubernetesClient> cluster;
  private final Distribution.Time time;

  DistributeCommand() {
    this(DistributeCommand::connect, Distribution.Time.REAL);
  }

  /**
   * In a cluster of one's own.
   *
   * @param cluster of a context's name, or of null
   */
  DistributeCommand(Function<String, KubernetesClient> cluster, Distribution.Time time) {
    this.cluster = cluster;
    this.time = time;
  }

  private static KubernetesClient connect(String context) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(Config.autoConfigure(context))
                // What may pass is looked at again by us, who can tell it from what will not.
                .withRequestRetryBackoffLimit(0)
                .withConnectionTimeout(CONNECT_MILLIS)
                .build())
        .build();
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    DistributePlan plan = DistributePlan.of(simulation, settings, startIn, timeout);
    Instant now = time.instant().truncatedTo(ChronoUnit.SECONDS);
    InjectorJob job =
        new InjectorJob(
            plan.jobName(now),
            image,
            injectors,
            simulation,
            plan.settings(),
            quantity("--cpu", cpu),
            quantity("--memory", memory),
            plan.token(tokenSecret),
            now.plus(plan.startIn()),
            plan.atMost());
    Path run =
        output == null ? Project.home().resolve("target/gatling").resolve(job.name()) : output;
    Path parts = run.toAbsolutePath().resolveSibling(run.getFileName() + ".injectors");
    for (Path folder : List.of(run, parts)) {
      if (Files.exists(folder)) {
        throw new IllegalArgumentException(folder + " is there already. Expecting a new folder");
      }
    }
    try (KubernetesClient client = cluster.apply(context)) {
      return run(client, job, plan, run, Files.createDirectories(parts));
    }
  }

  private int run(
      KubernetesClient client, InjectorJob job, DistributePlan plan, Path run, Path parts)
      throws IOException, InterruptedException {
    String where =
        Stream.of(namespace, client.getNamespace())
            .filter(Objects::nonNull)
            .findFirst()
            .orElse("default");
    PrintWriter out = spec.commandLine().getOut();
    out.printf("Job %s in namespace %s: %d injectors of %s%n", job.name(), where, injectors, image);
    Collected collected = collect(client, where, job, parts, plan, out);
    if (collected.runs().isEmpty()) {
      throw new IOException("No injector left a run: " + collected.lost().values());
    }
    MergedRun merged =
        MergedRun.write(
            new ArrayList<>(collected.runs().values()),
            run,
            new MergeOptions(List.of(), lackingAllowed, reported.decoding()));
    merged.notices().forEach(out::println);
    out.flush();
    return reported.report(run, List.of());
  }

  /** Whatever happens, and whoever ends this process: the Job goes. */
  private Collected collect(
      KubernetesClient client,
      String where,
      InjectorJob job,
      Path parts,
      DistributePlan plan,
      PrintWriter out)
      throws IOException, InterruptedException {
    Distribution distribution = new Distribution(client, where, job, parts, time, out);
    Thread hook = new Thread(() -> close(distribution, job, out), "end of the Job");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return distribution.run(plan.timeout());
    } finally {
      close(distribution, job, out);
      removed(hook);
      deleteIfEmpty(parts);
    }
  }

  private static void close(Distribution distribution, InjectorJob job, PrintWriter out) {
    try {
      distribution.close();
    } catch (ClusterException e) {
      out.printf("The Job is still there: %s%nkubectl delete job %s%n", e.getMessage(), job.name());
      out.flush();
    }
  }

  /** No run, no trace of it. */
  private static void deleteIfEmpty(Path folder) throws IOException {
    try {
      Files.delete(folder);
    } catch (DirectoryNotEmptyException e) {
      // The runs of some injectors are here.
    }
  }

  private static void removed(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This process is ending, and the hook at work.
    }
  }

  private static Quantity quantity(String option, String text) {
    try {
      Quantity quantity = Quantity.parse(text);
      if (quantity.getNumericalAmount().signum() > 0) {
        return quantity;
      }
    } catch (RuntimeException e) {
      // Said below, with what would be right.
    }
    throw new IllegalArgumentException(
        "%s=%s: no quantity above 0. Expecting one as Kubernetes writes it: 2, 500m, 2Gi"
            .formatted(option, text));
  }
}
