package io.functionrunner.perf.injector;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Failures of requests that the injector made itself: it had no port, descriptor, buffer or thread
 * left. Found by the message that Gatling logs for an exception, "j.n.BindException: Cannot assign
 * requested address"; text that only quotes a server does not begin like that.
 */
final class OwnErrors {

  private static final String EXCEPTION = "^[\\w.$]*(?:Exception|Error)\\b.*";

  private record Kind(String title, String remedy, Pattern pattern) {
    static Kind of(String title, String remedy, String words) {
      return new Kind(
          title,
          remedy,
          Pattern.compile(EXCEPTION + "(?:" + words + ")", Pattern.CASE_INSENSITIVE));
    }
  }

  private static final Kind[] KINDS = {
    Kind.of(
        "no free local port",
        "share connections, widen net.ipv4.ip_local_port_range, or use more injectors",
        "cannot assign requested address|can't assign requested address|EADDRNOTAVAIL"
            + "|address already in use"),
    Kind.of(
        "no free descriptor",
        "raise the limit of open files (ulimit -n), or share connections",
        "too many open files|EMFILE|ENFILE"),
    Kind.of("no socket buffer", "give the host more memory for sockets", "no buffer space|ENOBUFS"),
    Kind.of(
        "no memory or no thread",
        "give the injector more heap (-Xmx) or its container more memory and processes",
        "OutOfMemoryError|Java heap space|unable to create (?:new )?native thread")
  };

  private OwnErrors() {}

  /**
   * The gravest kind in a run's errors.
   *
   * @param errors how often each message was logged
   */
  static Optional<String> evidence(Map<String, Long> errors) {
    Optional<String> worst = Optional.empty();
    long most = 0;
    for (Kind kind : KINDS) {
      long count = 0;
      for (Map.Entry<String, Long> error : errors.entrySet()) {
        if (kind.pattern.matcher(error.getKey()).find()) {
          count += error.getValue();
        }
      }
      if (count > most) {
        most = count;
        worst = Optional.of("%,d requests: %s; %s".formatted(count, kind.title, kind.remedy));
      }
    }
    return worst;
  }
}
