import io.functionrunner.perf.load.ProfileSimulation;
import io.functionrunner.perf.workload.Profiles;

/** 100 users for 15 minutes; at minute 5 another 500 come and stay two minutes. */
public class SpikeTest extends ProfileSimulation {

  public SpikeTest() {
    super(Profiles.spike());
  }
}
