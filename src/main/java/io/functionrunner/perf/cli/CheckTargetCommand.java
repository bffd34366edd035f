package io.functionrunner.perf.cli;

import io.functionrunner.perf.binding.Binding;
import io.functionrunner.perf.binding.GenerationTask;
import io.functionrunner.perf.binding.RemoteGuard;
import io.functionrunner.perf.binding.TargetCheck;
import io.functionrunner.perf.binding.TargetReport;
import io.functionrunner.perf.media.Feeders;
import io.functionrunner.perf.workload.Modality;
import io.functionrunner.perf.workload.Quality;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perf check-target}: the first thing to run against one's own function runner. */
@Command(
    name = "check-target",
    mixinStandardHelpOptions = true,
    description = {
      "Runs one draft task of each template against a target, and says step by step what it saw.",
      "Exit status: 0 when every task came to its end as it should, 1 otherwise."
    })
final class CheckTargetCommand implements Callable<Integer> {

  private static final Duration CALL = Duration.ofSeconds(60);

  @Parameters(paramLabel = "<url>", description = "Base URL of the function runner.")
  private URI target;

  @Option(
      names = "--api",
      paramLabel = "<name or file>",
      defaultValue = "function-runner",
      description = "Binding of the target's API. Default: ${DEFAULT-VALUE}.")
  private String api;

  @Option(
      names = "--modality",
      paramLabel = "<modality>",
      split = ",",
      description = "Only these: image, video, audio, text. Default: those that the binding has.")
  private List<Modality> modalities = List.of(Modality.values());

  @Option(
      names = "--feeders",
      paramLabel = "<folder>",
      description = "Manifests of the inputs. Default: feeders/ of the project.")
  private Path feeders;

  @Option(
      names = "--speed",
      paramLabel = "<factor>",
      defaultValue = "1",
      description = "What polling times are divided by: for a sped-up sandbox. Default: 1.")
  private double speed;

  @Option(
      names = "--allow-remote",
      paramLabel = "<host>",
      split = ",",
      description = "A host beyond loopback and private addresses that may receive tasks.")
  private Set<String> allowRemote = Set.of();

  @Override
  public Integer call() throws InterruptedException {
    RemoteGuard.check(target, allowRemote);
    Binding binding = Binding.load(api, target, System::getenv);
    List<Modality> supported =
        modalities.stream().filter(m -> binding.supports(m.template())).toList();
    if (supported.isEmpty()) {
      throw new IllegalArgumentException("binding " + binding.name() + " has none of these");
    }
    Feeders inputs = feeders(supported);
    Duration longest =
        supported.stream()
            .map(m -> binding.polling(m.template()).deadline())
            .max(Duration::compareTo)
            .orElseThrow();
    TargetReport report =
        new TargetCheck(binding, new TargetCheck.Limits(CALL, longest, speed))
            .run(supported.stream().map(m -> task(m, inputs)).toList());
    System.out.print(report.text());
    return report.isGood() ? 0 : Perf.USAGE;
  }

  private Feeders feeders(List<Modality> supported) {
    List<String> ids = supported.stream().map(Modality::id).toList();
    return Feeders.load(
        Stream.ofNullable(feeders).findFirst().orElseGet(() -> Project.home().resolve("feeders")),
        ids);
  }

  private static GenerationTask task(Modality modality, Feeders inputs) {
    String draft = Quality.DRAFT.id();
    return new GenerationTask(modality.template(), draft, inputs.inputs(modality.id(), draft, 1));
  }
}
