import io.functionrunner.perf.load.ProfileSimulation;
import io.functionrunner.perf.workload.Profiles;

/** 100 users for a day: leaks and drift. */
public class EnduranceTest extends ProfileSimulation {

  public EnduranceTest() {
    super(Profiles.endurance());
  }
}
