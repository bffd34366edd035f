package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.kpi.Criteria;
import io.functionrunner.perf.kpi.RunningCriteria;
import io.functionrunner.perf.kpi.TaskClass;
import io.functionrunner.perf.kpi.Timeline;
import io.functionrunner.perf.live.LivePage;
import io.functionrunner.perf.live.LiveStatistics;
import io.functionrunner.perf.load.journey.TaskEvents;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.workload.Mix;
import io.functionrunner.perf.workload.PlannedTask;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.Quality;
import java.util.ArrayList;
import java.util.List;

/** What happens to tasks, for the live page. */
final class PageFeed implements TaskEvents {

  private final Profile profile;
  private final Criteria criteria;
  private final double speed;
  private final LiveStatistics statistics;
  private final LivePage page;

  /**
   * @param speed by which time is compressed
   */
  PageFeed(Profile profile, Criteria criteria, double speed) {
    this.profile = profile;
    this.criteria = criteria;
    this.speed = speed;
    this.statistics =
        new LiveStatistics(profile.mix().entries().stream().map(e -> e.modality().id()).toList());
    this.page = new LivePage(statistics);
  }

  LivePage page() {
    return page;
  }

  /** The load's start, which the phases count from. */
  void started(long epochMillis) {
    List<TaskClass> classes = new ArrayList<>();
    for (Mix.Entry entry : profile.mix().entries()) {
      for (Quality quality : entry.qualities().keySet()) {
        classes.add(new TaskClass(entry.modality().id(), quality.id()));
      }
    }
    statistics.started(
        new RunningCriteria(criteria, speed, new Timeline(epochMillis, profile.phases()), classes));
  }

  @Override
  public void submitted(PlannedTask task, long intendedMillis, long nowMillis) {
    // The run's counters have it.
  }

  @Override
  public void accepted(PlannedTask task, long submitMillis, long nowMillis) {
    statistics.accepted(submitMillis, nowMillis);
  }

  @Override
  public void ended(TaskRecord task) {
    statistics.ended(task);
  }
}
