import io.functionrunner.perf.load.ProfileSimulation;
import io.functionrunner.perf.workload.Profiles;

/** All modalities in steps of 150 users: where does it break? */
public class StressTest extends ProfileSimulation {

  public StressTest() {
    super(Profiles.stress());
  }
}
