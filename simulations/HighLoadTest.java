import io.functionrunner.perf.load.ProfileSimulation;
import io.functionrunner.perf.workload.Profiles;

/** 1,000 users for 30 minutes, images only. */
public class HighLoadTest extends ProfileSimulation {

  public HighLoadTest() {
    super(Profiles.highLoad());
  }
}
