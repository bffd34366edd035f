package io.functionrunner.perf.analysis;

import io.functionrunner.perf.kpi.ClockOffset;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.TaskJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far apart the clocks of several injectors were, seen from the target that they share: each
 * injector's tasks bound the offset of the target's clock from its own, and the difference of two
 * offsets is the offset between two injectors.
 */
public final class InjectorClocks {

  private InjectorClocks() {}

  /**
   * The clock of one injector against the first one's.
   *
   * @param offsetMillis what to add to its times to get the first one's; 0 where the bounds do not
   *     tell the two apart
   * @param uncertaintyMillis either way
   */
  public record Offset(long offsetMillis, double uncertaintyMillis) {}

  /**
   * The offsets of runs against one target, in their order; empty when they cannot be known: a run
   * without manifest or journal, other targets, no times of a server, a clock that was set during a
   * run.
   */
  public static Optional<List<Offset>> of(List<Path> runs) throws IOException {
    List<ClockOffset> ahead = new ArrayList<>();
    String target = null;
    for (Path run : runs) {
      Path manifest = run.resolve(RunManifest.FILE);
      Path journal = run.resolve(TaskJournal.FILE);
      if (!Files.isRegularFile(manifest) || !Files.isRegularFile(journal)) {
        return Optional.empty();
      }
      String to = RunManifest.read(manifest).target();
      if (target != null && !target.equals(to)) {
        return Optional.empty();
      }
      target = to;
      Optional<ClockOffset> offset = ClockOffset.ofJournal(journal);
      if (offset.isEmpty() || !offset.get().consistent()) {
        return Optional.empty();
      }
      ahead.add(offset.get());
    }
    return Optional.of(ahead.stream().map(offset -> between(ahead.get(0), offset)).toList());
  }

  private static Offset between(ClockOffset first, ClockOffset other) {
    long low = other.lowMillis() - first.highMillis();
    long high = other.highMillis() - first.lowMillis();
    boolean mayBeOne = low <= 0 && high >= 0;
    return new Offset(mayBeOne ? 0 : Math.round((low + high) / 2.0), (high - low) / 2.0);
  }
}
