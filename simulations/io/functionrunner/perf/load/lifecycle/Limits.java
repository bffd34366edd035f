package io.functionrunner.perf.load.lifecycle;

import io.functionrunner.perf.load.settings.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Whether the host lets one injector hold the connections of its users. With connections per user
 * each has one for as long as it lives (Gatling keeps idle ones open), so that the need is certain.
 * A shared pool needs as many as there are requests at one time: few, but as many as users when the
 * target stalls.
 *
 * @param users at one time, at most
 * @param shared whether they share one pool
 * @param addresses of the target; each has the whole range of local ports
 */
record Limits(int users, boolean shared, int addresses) {

  /** Descriptors for what is opened later: logs, reports, event loops, the control of a sandbox. */
  private static final long OWN_DESCRIPTORS = 64;

  /** From this share on a limit is close: retries and closing connections come on top. */
  private static final double CLOSE = .80;

  private static final String RAISE_DESCRIPTORS =
      "raise it (`ulimit -n`, LimitNOFILE of a service, nofile in limits.conf)";

  private static final String RAISE_PORTS =
      "widen it (`sysctl net.ipv4.ip_local_port_range=\"1024 65535\"`)";

  /**
   * Compares the need with the limits.
   *
   * @return warnings: what could break, and what to raise
   * @throws Refused when it is certain to break
   */
  List<String> check(HostLimits host) {
    List<String> warnings = new ArrayList<>();
    host.descriptors()
        .ifPresent(
            limit ->
                compare(
                    limit,
                    users + host.openDescriptors() + OWN_DESCRIPTORS,
                    "open files and sockets of this process",
                    RAISE_DESCRIPTORS,
                    warnings));
    OptionalLong ports = host.ports();
    if (ports.isPresent()) {
      compare(
          ports.getAsLong() * Math.max(1, addresses),
          users,
          "local ports for connections to the target",
          RAISE_PORTS,
          warnings);
    }
    return warnings;
  }

  private void compare(long limit, long need, String what, String remedy, List<String> warnings) {
    if (need <= CLOSE * limit) {
      return;
    }
    if (!shared && need > limit) {
      throw new Refused(
          text(
              "%,d users with connections of their own need %,d %s; the limit is %,d: %s, use -Dconnections=shared, or fewer users (-Dusers)",
              users, need, what, limit, remedy));
    }
    warnings.add(
        shared
            ? text(
                "%,d users share connections; should the target stall, they may need up to %,d %s, and the limit is %,d: %s",
                users, need, what, limit, remedy)
            : text(
                "%,d users with connections of their own need %,d %s, close to the limit of %,d: %s",
                users, need, what, limit, remedy));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
