package io.functionrunner.perf.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * {@code run.json}: what a run was meant to be and where it happened. Written when the load starts
 * (so that a killed run has one) and again when it ended. Holds no secret: settings are those of
 * the command line, and tokens only come from the environment.
 *
 * @param schemaVersion {@value #SCHEMA_VERSION}; a reader refuses a newer one
 * @param simulation name of the profile: {@code SpikeTest}
 * @param status how far the run came
 * @param statusReason why it was aborted, in words; null otherwise
 * @param startMillis epoch milliseconds of the load's start, which phases and offsets count from
 * @param endMillis epoch milliseconds when the last task had ended; null while running
 * @param seed of the workload
 * @param model {@code closed-users} (users with open schedules), {@code open}, or {@value #SEARCH}:
 *     the load was decided step by step, by what was seen
 * @param target base URL, without user info
 * @param sandbox whether the target was our own sandbox
 * @param api name of the binding, {@code apiHash} of its content
 * @param speed by which time was compressed as a whole; 1 against a real target
 * @param timeScale by which durations were multiplied
 * @param users of all cohorts together
 * @param profileHash two runs with one hash and one seed submitted the same tasks
 * @param tasksPlanned in the whole schedule, as far as it was decided
 * @param warmUpTasks submitted before the load's start; they stand in no statistics
 * @param phases of the load, in milliseconds since its start, as far as they were decided
 * @param settings as given, by name
 * @param environment where the injector ran
 * @param versions of what took part: {@code gatling}, {@code java}, and {@value #COMMIT} where CI
 *     tells which one it builds
 * @param shards which parts of the whole load these are
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RunManifest(
    int schemaVersion,
    String simulation,
    Status status,
    String statusReason,
    long startMillis,
    Long endMillis,
    long seed,
    String model,
    String target,
    boolean sandbox,
    String api,
    String apiHash,
    double speed,
    double timeScale,
    int users,
    String profileHash,
    long tasksPlanned,
    int warmUpTasks,
    List<Phase> phases,
    Map<String, String> settings,
    Environment environment,
    Map<String, String> versions,
    Shards shards) {

  public static final int SCHEMA_VERSION = 1;

  /** Name of the file in the run directory. */
  public static final String FILE = "run.json";

  /** Model of a load that was decided while it went on. */
  public static final String SEARCH = "search";

  /** Among the versions: the commit that CI was building. */
  public static final String COMMIT = "commit";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          // A newer suite may add fields; the version says when an old reader must not go on.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** How far a run came. */
  public enum Status {
    /** The load goes on, or its process was killed. */
    RUNNING,
    /** The whole schedule was submitted and drained. */
    COMPLETED,
    /** Ended early: a stop criterion, Ctrl-C. */
    ABORTED
  }

  /**
   * The injector's machine.
   *
   * @param fingerprint equal for machines that may be compared
   */
  public record Environment(
      String os, String arch, int processors, long memoryBytes, String java, String fingerprint) {}

  /**
   * Parts of a load that several injectors share.
   *
   * @param of how many there are
   * @param present those that this run has, from 1, in order
   * @param lackingAllowed whether a run that lacks some was said to be good enough
   * @param injectors of a merged run: what each of those present did; else empty
   */
  public record Shards(
      int of, List<Integer> present, boolean lackingAllowed, List<InjectorRun> injectors) {

    /** One injector, which is all. */
    public static final Shards WHOLE = part(1, 1);

    public Shards {
      present = List.copyOf(present);
      injectors = injectors == null ? List.of() : List.copyOf(injectors);
    }

    /** What one of {@code of} injectors runs. */
    public static Shards part(int index, int of) {
      return new Shards(of, List.of(index), false, List.of());
    }

    /** Those that it lacks. */
    public List<Integer> lacking() {
      return IntStream.rangeClosed(1, of).boxed().filter(i -> !present.contains(i)).toList();
    }

    /** The shard that runs a user: every {@code of}-th user is one injector's. */
    public int shardOf(long user) {
      return (int) (user % of) + 1;
    }

    /** Whether it was put together from the runs of its injectors. */
    @JsonIgnore
    public boolean isMerged() {
      return !injectors.isEmpty();
    }
  }

  public RunManifest {
    phases = List.copyOf(phases);
    settings = Map.copyOf(settings);
    versions = Map.copyOf(versions);
    // Manifests from before there were several injectors do not say.
    shards = shards == null ? Shards.WHOLE : shards;
  }

  /** The same run, with the load's start and the tasks that were submitted before it. */
  public RunManifest startedAt(long atMillis, int warmUp) {
    return with(status, statusReason, atMillis, endMillis, warmUp, phases, tasksPlanned);
  }

  /** The same run, ended. */
  public RunManifest ended(Status newStatus, String reason, long atMillis) {
    return with(newStatus, reason, startMillis, atMillis, warmUpTasks, phases, tasksPlanned);
  }

  /** The same run, with what is decided of its load by now. */
  public RunManifest planned(List<Phase> decided, long tasks) {
    return with(status, statusReason, startMillis, endMillis, warmUpTasks, decided, tasks);
  }

  private RunManifest with(
      Status newStatus,
      String reason,
      long newStart,
      Long newEnd,
      int newWarmUp,
      List<Phase> newPhases,
      long newTasks) {
    return new RunManifest(
        schemaVersion,
        simulation,
        newStatus,
        reason,
        newStart,
        newEnd,
        seed,
        model,
        target,
        sandbox,
        api,
        apiHash,
        speed,
        timeScale,
        users,
        profileHash,
        newTasks,
        newWarmUp,
        newPhases,
        settings,
        environment,
        versions,
        shards);
  }

  /** Reads {@code run.json}; an {@link IOException} says what is wrong with it. */
  public static RunManifest read(Path file) throws IOException {
    RunManifest manifest = JSON.readValue(file.toFile(), RunManifest.class);
    if (manifest.schemaVersion > SCHEMA_VERSION) {
      throw new IOException(
          "%s has schema version %d; this suite reads up to %d: use a newer one"
              .formatted(file, manifest.schemaVersion, SCHEMA_VERSION));
    }
    return manifest;
  }

  /** Writes it whole or not at all: a reader never sees half a file. */
  public void write(Path file) throws IOException {
    AtomicFile.write(file, out -> out.write(JSON.writeValueAsBytes(this)));
  }
}
