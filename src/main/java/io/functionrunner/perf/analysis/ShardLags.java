package io.functionrunner.perf.analysis;

import io.functionrunner.perf.kpi.Timeline;
import io.functionrunner.perf.run.RunManifest.Shards;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.stats.MillisCounts;
import io.functionrunner.perf.stats.MillisHistogram;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How late each injector of a merged run submitted the tasks of measured phases: the one that was
 * late must not hide among those that were not.
 */
final class ShardLags {

  private final Timeline timeline;
  private final Shards shards;
  private final Map<Integer, MillisCounts> lags = new HashMap<>();

  private ShardLags(Timeline timeline, Shards shards) {
    this.timeline = timeline;
    this.shards = shards;
  }

  /** Nothing counted yet; empty for a run that one injector made. */
  static Optional<ShardLags> of(Timeline timeline, Shards shards) {
    return shards.isMerged() ? Optional.of(new ShardLags(timeline, shards)) : Optional.empty();
  }

  void add(TaskRecord task) {
    if (task.intendedMillis() == TaskRecord.ABSENT || !timeline.measured(task.submitMillis())) {
      return;
    }
    long lag = task.submitMillis() - task.intendedMillis();
    lags.computeIfAbsent(shards.shardOf(task.user()), shard -> new MillisCounts())
        .add((int) Math.max(0, Math.min(Integer.MAX_VALUE, lag)));
  }

  /** Those of shard {@code number}, from 1. */
  MillisHistogram of(int number) {
    MillisCounts own = lags.get(number);
    return own == null ? MillisHistogram.EMPTY : own.toHistogram();
  }
}
