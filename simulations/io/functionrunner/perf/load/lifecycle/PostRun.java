package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.load.settings.Settings;
import java.io.PrintStream;
import java.nio.file.Path;

/** temporary. */
final class PostRun {
  PostRun(Settings settings, PrintStream out) {}

  void analyse(Path directory) {}

  int conclude() {
    return 0;
  }
}
