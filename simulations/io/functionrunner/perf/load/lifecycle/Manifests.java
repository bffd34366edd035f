package io.functionrunner.perf.load.lifecycle;

import com.sun.management.OperatingSystemMXBean;
import io.functionrunner.perf.binding.Binding;
import io.functionrunner.perf.load.settings.Launch;
import io.functionrunner.perf.load.settings.Settings;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.Shard;
import io.functionrunner.perf.workload.Share;
import io.gatling.commons.util.GatlingVersion;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Makes the manifest of a run that is about to start. */
final class Manifests {

  private static final long GIB = 1L << 30;

  private Manifests() {}

  static RunManifest planned(
      Share share,
      Settings settings,
      Launch launch,
      Target target,
      Binding binding,
      long nowMillis) {
    Profile profile = share.profile();
    Shard shard = share.shard();
    return new RunManifest(
        RunManifest.SCHEMA_VERSION,
        profile.name(),
        RunManifest.Status.RUNNING,
        null,
        nowMillis,
        null,
        settings.seed(),
        profile.search().isPresent() ? RunManifest.SEARCH : settings.model().id(),
        target.baseUrl().toString(),
        target.sandbox().isPresent(),
        binding.name(),
        binding.hash(),
        target.speed(),
        settings.timeScale(),
        share.users(),
        profile.hash(),
        profile.search().isPresent() ? 0 : share.tasks(settings.seed()),
        0,
        profile.phases(),
        settings.given(),
        environment(),
        versions(launch),
        RunManifest.Shards.part(shard.index(), shard.of()));
  }

  private static Map<String, String> versions(Launch launch) {
    Map<String, String> versions = new HashMap<>();
    versions.put("gatling", GatlingVersion.ThisVersion().fullVersion());
    versions.put("java", Runtime.version().toString());
    launch.commit().ifPresent(commit -> versions.put(RunManifest.COMMIT, commit));
    return versions;
  }

  private static RunManifest.Environment environment() {
    OperatingSystemMXBean os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    int java = Runtime.version().feature();
    // Whole GiB: firmware takes a little, and not the same on equal machines.
    long gib = Math.round((double) os.getTotalMemorySize() / GIB);
    return new RunManifest.Environment(
        os.getName() + " " + os.getVersion(),
        os.getArch(),
        os.getAvailableProcessors(),
        os.getTotalMemorySize(),
        Runtime.version().toString(),
        "%s-%s-%dcpu-%dgib-java%d"
            .formatted(os.getName(), os.getArch(), os.getAvailableProcessors(), gib, java)
            .toLowerCase(Locale.ROOT));
  }
}
