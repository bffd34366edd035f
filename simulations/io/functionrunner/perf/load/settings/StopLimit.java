package io.functionrunner.perf.load.settings;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a run is ended early: a share of errors, sustained.
 *
 * @param share of the tasks that end, from 0 to 1
 * @param window over which it must be exceeded, at full scale
 */
public record StopLimit(double share, Duration window) {

  private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)%/(\\S+)");

  /** For instance {@code 50%/30s}. */
  static StopLimit parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a share and a window");
    }
    double share = Double.parseDouble(matcher.group(1)) / 100;
    if (share > 1) {
      throw new IllegalArgumentException("more than all");
    }
    return new StopLimit(share, Values.duration(matcher.group(2)));
  }
}
