package io.functionrunner.perf.load.scale;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.functionrunner.perf.media.Feeders;
import io.functionrunner.perf.workload.Mix;
import io.functionrunner.perf.workload.Profiles;
import io.functionrunner.perf.workload.Quality;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/** How far one injector goes; docs/injector-scale.md has the commands and the numbers. */
final class ScaleBenchmark implements AutoCloseable {

  /** After 60 s the JIT compilers still took a tenth of the CPU, after 120 s next to none. */
  private static final long SETTLE_MILLIS = 120_000;

  private static final long MEASURE_MILLIS = 20_000;

  /** As many bodies as bare Gatling's feeder has. */
  private static final int BODIES = 2_000;

  private static final long TASK_MILLIS = 2_000;

  /** BaselineTest's mix, 1.5 tasks per user and minute. */
  private static final double TASKS_PER_USER_SECOND = 1.5 / 60;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder;
  private final Process target;
  private final URI url;

  private ScaleBenchmark() throws IOException {
    folder = Files.createTempDirectory("scale");
    target = java("target", "-Xmx512m", LightTarget.class.getName(), Long.toString(TASK_MILLIS));
    Path output = folder.resolve("target.txt");
    while (!Files.readString(output).endsWith("\n")) {
      Thread.onSpinWait();
    }
    url = URI.create("http://127.0.0.1:" + Files.readString(output).strip());
  }

  /**
   * {@code users <n> <timeScale>} runs MixedTest with so many users and prints the live heap of its
   * peak; {@code rate <users> <pairs>} compares with bare Gatling that sends the same bodies,
   * {@code floor <users> <pairs>} with one that sends a constant.
   */
  public static void main(String[] args) throws Exception {
    try (ScaleBenchmark benchmark = new ScaleBenchmark()) {
      switch (args[0]) {
        case "users" -> benchmark.users(Integer.parseInt(args[1]), args[2]);
        case "rate" ->
            benchmark.compare(
                Integer.parseInt(args[1]),
                Integer.parseInt(args[2]),
                "bare.feeder=" + benchmark.bodies());
        case "floor" -> benchmark.compare(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        default -> throw new IllegalArgumentException(args[0] + ": expecting users, rate or floor");
      }
    }
  }

  private void users(int users, String timeScale) throws Exception {
    Process run =
        gatling("users", "MixedTest", "users=" + users, "timeScale=" + timeScale, "gate=off");
    Duration cpu = Duration.ZERO;
    long start = System.nanoTime();
    while (run.isAlive()) {
      cpu = run.toHandle().info().totalCpuDuration().orElse(cpu);
      Thread.sleep(200);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.println(Files.readString(folder.resolve("users.txt")));
    System.out.printf(
        Locale.ROOT,
        "%d requests, %.1f s CPU of the injector in %.0f s, JVM start and analysis included%n",
        requests(),
        cpu.toMillis() / 1e3,
        seconds);
    Process again =
        gatling("heap", "MixedTest", "users=" + users, "timeScale=" + timeScale, "gate=off");
    awaitFirstRequest(requests());
    // All users are there after the ramp, a twelfth of the profile's hour.
    Thread.sleep(Math.round(3_600_000 * Double.parseDouble(timeScale) / 4));
    System.out.printf(Locale.ROOT, "live heap with %d users: %s%n", users, liveHeap(again));
    again.destroyForcibly().waitFor();
  }

  /** The histogram counts live objects only, and ends with their sum. */
  private static String liveHeap(Process run) throws IOException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(run.pid()),
                "GC.class_histogram")
            .start();
    try (var lines = jcmd.inputReader()) {
      String last = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line;
      }
      return last;
    }
  }

  private void compare(int users, int pairs, String... ofBare) throws Exception {
    if (pairs < 2) {
      throw new IllegalArgumentException(pairs + " pairs: an interval needs two or more");
    }
    double tasks = users * TASKS_PER_USER_SECOND;
    double[] logRatios = new double[pairs];
    for (int pair = 0; pair < pairs; pair++) {
      // The order changes: what the machine does meanwhile must not favour one of them.
      boolean oursFirst = pair % 2 == 0;
      double first = oursFirst ? ours(users) : bare(tasks, ofBare);
      double second = oursFirst ? bare(tasks, ofBare) : ours(users);
      double ours = oursFirst ? first : second;
      double bare = oursFirst ? second : first;
      logRatios[pair] = Math.log(ours / bare);
      System.out.printf(
          Locale.ROOT,
          "pair %d: requests per CPU second: ours %.0f, bare %.0f, ratio %.3f%n",
          pair + 1,
          ours,
          bare,
          ours / bare);
    }
    double mean = StatUtils.mean(logRatios);
    double half =
        new TDistribution(pairs - 1.0).inverseCumulativeProbability(0.975)
            * Math.sqrt(StatUtils.variance(logRatios) / pairs);
    System.out.printf(
        Locale.ROOT,
        "ours / bare: %.3f, 95 %% interval %.3f to %.3f%n",
        Math.exp(mean),
        Math.exp(mean - half),
        Math.exp(mean + half));
  }

  private double ours(int users) throws Exception {
    return perCpuSecond(
        gatling("ours", "BaselineTest", "model=open", "users=" + users, "duration=5m"));
  }

  private double bare(double tasksPerSecond, String... more) throws Exception {
    List<String> settings = new ArrayList<>(List.of("bare.rate=" + tasksPerSecond));
    settings.addAll(List.of(more));
    return perCpuSecond(
        gatling("bare", BareSimulation.class.getName(), settings.toArray(String[]::new)));
  }

  /** Submissions of BaselineTest's mix, in its shares, as a Gatling user keeps them: in a file. */
  private Path bodies() throws IOException {
    Feeders feeders = Feeders.builtIn();
    Mix mix = Profiles.baseline().mix();
    SplittableRandom random = new SplittableRandom(1);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < BODIES; i++) {
      Mix.Entry entry = drawn(mix.entries(), Mix.Entry::perUserPerMinute, random);
      Quality quality = drawn(entry.qualities().entrySet(), Map.Entry::getValue, random).getKey();
      rows.add(
          Map.of(
              "template",
              entry.modality().template(),
              "quality",
              quality.id(),
              "inputs",
              feeders.inputs(entry.modality().id(), quality.id(), random.nextLong())));
    }
    Path file = folder.resolve("bodies.json");
    new ObjectMapper().writeValue(file.toFile(), rows);
    return file;
  }

  private static <T> T drawn(
      Collection<T> choices, ToDoubleFunction<T> weight, SplittableRandom random) {
    double left = random.nextDouble() * choices.stream().mapToDouble(weight).sum();
    T drawn = null;
    for (T choice : choices) {
      drawn = choice;
      left -= weight.applyAsDouble(choice);
      if (left < 0) {
        break;
      }
    }
    return drawn;
  }

  /** Requests as the target counted them, by the CPU time that the injector used for them. */
  private double perCpuSecond(Process run) throws Exception {
    awaitFirstRequest(requests());
    Thread.sleep(SETTLE_MILLIS);
    long before = requests();
    Duration cpuBefore = run.toHandle().info().totalCpuDuration().orElseThrow();
    Thread.sleep(MEASURE_MILLIS);
    long after = requests();
    Duration cpu = run.toHandle().info().totalCpuDuration().orElseThrow().minus(cpuBefore);
    run.destroyForcibly().waitFor();
    return (after - before) / (cpu.toMillis() / 1e3);
  }

  private void awaitFirstRequest(long before) throws Exception {
    while (requests() == before) {
      Thread.sleep(20);
    }
  }

  private long requests() throws IOException, InterruptedException {
    HttpRequest count = HttpRequest.newBuilder(url.resolve("/count")).build();
    return Long.parseLong(client.send(count, BodyHandlers.ofString()).body());
  }

  private Process gatling(String name, String simulation, String... settings) throws IOException {
    Path results = folder.resolve(name);
    List<String> command = new ArrayList<>();
    command.addAll(List.of("-Xmx2g", "--add-opens=java.base/java.lang=ALL-UNNAMED"));
    command.add("-Dgatling.resultsFolder=" + results);
    command.add(
        "-Djava.util.prefs.PreferencesFactory="
            + "io.functionrunner.perf.load.lifecycle.InMemoryPreferences");
    command.add("-Dtarget=" + url);
    Arrays.stream(settings).forEach(setting -> command.add("-D" + setting));
    command.addAll(List.of("io.gatling.app.Gatling", "-s", simulation));
    command.addAll(List.of("-rf", results.toString()));
    return java(name, command.toArray(String[]::new));
  }

  private Process java(String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + ".txt").toFile())
        .start();
  }

  @Override
  public void close() throws IOException {
    target.destroyForcibly();
    System.out.println("results: " + folder);
  }
}
