import io.functionrunner.perf.load.ProfileSimulation;
import io.functionrunner.perf.workload.Profiles;

/** 500 users for an hour, all modalities. */
public class MixedTest extends ProfileSimulation {

  public MixedTest() {
    super(Profiles.mixed());
  }
}
