package io.functionrunner.perf.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.functionrunner.perf.kubernetes.Injector.State;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One run on several injectors, from the Job's creation to its deletion. All of them start, or the
 * run does not take place; from the common start on each is on its own, and what one loses the
 * others keep.
 */
public final class Distribution implements AutoCloseable {

  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration SAY = Duration.ofSeconds(30);

  /** An API server may restart in the midst of a long load; the injectors do not care. */
  private static final Duration OUTAGE = Duration.ofMinutes(5);

  private static final int FETCHES = 3;
  private static final String CANNOT_FETCH = "its results cannot be fetched: ";

  /** Hundreds of megabytes through a slow API server; one pod that hangs must not cost the rest. */
  private static final Duration FETCH = Duration.ofMinutes(5);

  /** How time goes by; a test lets it pass as it likes. */
  public interface Time extends InstantSource {

    /** The wall clock. */
    Time REAL =
        new Time() {
          @Override
          public void pass(Duration duration) throws InterruptedException {
            Thread.sleep(duration.toMillis());
          }

          @Override
          public Instant instant() {
            return Instant.now();
          }
        };

    /** Returns when it is so much later. */
    void pass(Duration duration) throws InterruptedException;
  }

  /**
   * What came of it.
   *
   * @param runs directory of each shard whose results are here, by its number from 1
   * @param lost why there is none of the others
   */
  public record Collected(NavigableMap<Integer, Path> runs, NavigableMap<Integer, String> lost) {}

  private final Cluster cluster;
  private final InjectorJob job;
  private final Path parts;
  private final Time time;
  private final PrintWriter out;
  private final Roll roll;
  private final Map<Integer, Integer> failedFetches = new HashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private Optional<Instant> outageSince = Optional.empty();
  private String said = "";
  private Instant saidAt = Instant.MIN;

  /**
   * Prepares it; nothing is asked of the cluster yet.
   *
   * @param parts an existing folder, in which each shard's run directory gets its number as name
   * @param out for people: how far it is
   */
  public Distribution(
      KubernetesClient client,
      String namespace,
      InjectorJob job,
      Path parts,
      Time time,
      PrintWriter out) {
    this.cluster = new Cluster(client, namespace);
    this.job = job;
    this.parts = parts;
    this.time = time;
    this.out = out;
    this.roll = new Roll(job.injectors());
  }

  /**
   * Runs the injectors and fetches what they measured.
   *
   * @param timeout since the common start; what is not done by then is lost
   * @throws ClusterException when they cannot all start; the sentence says why
   */
  public Collected run(Duration timeout) throws IOException, InterruptedException {
    create();
    while (!roll.allUp()) {
      if (!time.instant().isBefore(job.startAt())) {
        throw new ClusterException(
            "Not all injectors were up at the common start, %s: %s. Expecting a later start (--start-in), or a cluster with room for them"
                .formatted(job.startAt(), roll.notUp()));
      }
      if (look()) {
        refuseToStartWithoutAll();
      }
    }
    say("All %d injectors run; the load starts at %s".formatted(job.injectors(), job.startAt()));
    Instant deadline = job.startAt().plus(timeout);
    while (!roll.settled() && !time.instant().isAfter(deadline)) {
      if (look()) {
        settle(deadline);
      }
    }
    for (Injector late : roll.open()) {
      lose(late.shard(), "it was not done %d min after the start".formatted(timeout.toMinutes()));
    }
    return roll.collected();
  }

  /** Deletes the Job and its pods, once, also from another thread. */
  @Override
  public void close() throws ClusterException {
    if (closed.compareAndSet(false, true)) {
      cluster.delete(job);
    }
  }

  private void create() throws ClusterException {
    try {
      cluster.create(job);
    } catch (ClusterException e) {
      closed.set(true);
      if (e.passing()) {
        // No answer does not say that it was not made.
        try {
          cluster.delete(job);
        } catch (ClusterException still) {
          e.addSuppressed(still);
        }
      }
      throw e;
    }
  }

  /** A moment later: false when the API server does not answer, which it may not for a while. */
  private boolean look() throws ClusterException, InterruptedException {
    time.pass(LOOK);
    if (closed.get()) {
      throw new ClusterException("Ended by a signal");
    }
    try {
      roll.call(cluster.injectors(job));
    } catch (ClusterException e) {
      Instant since = outageSince.orElseGet(time::instant);
      if (!e.passing() || time.instant().isAfter(since.plus(OUTAGE))) {
        throw e;
      }
      outageSince = Optional.of(since);
      report("the API server does not answer; the injectors go on without it");
      return false;
    }
    outageSince = Optional.empty();
    report(roll.progress());
    return true;
  }

  /** The first that cannot start ends it: the others' load would be another one. */
  private void refuseToStartWithoutAll() throws ClusterException {
    for (Injector injector : roll.seen()) {
      if (injector.state() == State.STUCK) {
        throw new ClusterException(
            "%s cannot start: %s. Expecting an image that the nodes can pull (--image) and a Secret that exists (--token-secret)"
                .formatted(roll.name(injector.shard()), injector.why()));
      }
      if (injector.state() == State.GONE) {
        throw new ClusterException(
            "%s ended before the load: %s".formatted(roll.name(injector.shard()), end(injector)));
      }
    }
    if (!roll.allSeen()) {
      Optional<String> refusal = cluster.refusal(job);
      if (refusal.isPresent()) {
        throw new ClusterException(
            refusal.get().contains("quota")
                ? ClusterException.quota(refusal.get())
                : "The cluster makes no pods for the injectors: " + refusal.get());
      }
    }
  }

  private void settle(Instant deadline) {
    for (Injector injector : roll.open()) {
      switch (injector.state()) {
        case READY -> fetch(injector, deadline);
        case GONE -> lose(injector.shard(), "its pod is gone: " + end(injector));
        default -> {}
      }
    }
  }

  private void fetch(Injector injector, Instant deadline) {
    int shard = injector.shard();
    Path into = parts.resolve(Integer.toString(shard));
    Duration left = Duration.between(time.instant(), deadline);
    if (left.isNegative() || left.isZero()) {
      return;
    }
    try {
      cluster.fetch(
          injector, into, RunArchive.Limits.of(parts), left.compareTo(FETCH) < 0 ? left : FETCH);
    } catch (TimeoutException e) {
      // A stream that breaks is worth another try; one that is too slow would be so again.
      lose(shard, CANNOT_FETCH + e.getMessage());
      return;
    } catch (IOException e) {
      if (failedFetches.merge(shard, 1, Integer::sum) >= FETCHES) {
        lose(shard, CANNOT_FETCH + ClusterText.line(String.valueOf(e)));
      }
      return;
    }
    roll.fetched(shard, into);
    try {
      cluster.release(injector);
    } catch (IOException e) {
      // Its results are here; the pod ends with the Job at the latest.
      say("%s: %s".formatted(roll.name(shard), ClusterText.line(String.valueOf(e))));
    }
  }

  private void lose(int shard, String why) {
    roll.lose(shard, why);
    say("%s is lost: %s".formatted(roll.name(shard), why));
  }

  private String end(Injector injector) {
    String words = cluster.lastWords(injector);
    return words.isEmpty() ? injector.why() : injector.why() + "; its last words: " + words;
  }

  /** Every change, and now and then that there is none. */
  private void report(String line) {
    if (!line.equals(said) || time.instant().isAfter(saidAt.plus(SAY))) {
      said = line;
      saidAt = time.instant();
      say(line);
    }
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
