import io.functionrunner.perf.load.ProfileSimulation;
import io.functionrunner.perf.workload.Profiles;

/** Six levels, from a quarter of the baseline's users to one and a half times as many. */
public class CapacityTest extends ProfileSimulation {

  public CapacityTest() {
    super(Profiles.capacity());
  }
}
