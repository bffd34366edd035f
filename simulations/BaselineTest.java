import io.functionrunner.perf.load.ProfileSimulation;
import io.functionrunner.perf.workload.Profiles;

/** 100 users for 10 minutes: what every other run is compared with. */
public class BaselineTest extends ProfileSimulation {

  public BaselineTest() {
    super(Profiles.baseline());
  }
}
