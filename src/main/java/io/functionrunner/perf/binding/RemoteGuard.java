package io.functionrunner.perf.binding;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;

/**
 * Keeps load away from hosts that nobody meant: a target outside loopback and the private ranges
 * (RFC 1918, IPv6 unique local) needs its host named.
 */
public final class RemoteGuard {

  /** Name to addresses; the JDK's resolver outside of tests. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private RemoteGuard() {}

  /**
   * Passes silently, or says what to pass.
   *
   * @param allowed hosts that the user has named, in any case
   * @throws BindingException for a remote target that is not allowed, or one that has no address
   */
  public static void check(URI target, Set<String> allowed) {
    check(target, allowed, InetAddress::getAllByName);
  }

  static void check(URI target, Set<String> allowed, Resolver resolver) {
    String host = target.getHost();
    if (host == null) {
      throw new BindingException("the target's URL has no host in it. Expecting http://host:port");
    }
    if (allowed.stream().anyMatch(host::equalsIgnoreCase)) {
      return;
    }
    for (InetAddress address : addresses(host, resolver)) {
      if (!isNear(address)) {
        throw new BindingException(
            ("%s is remote (%s), and load on it may cost money or harm others."
                    + " Where that is meant, pass -Dallow.remote=%s")
                .formatted(host, address.getHostAddress(), host));
      }
    }
  }

  private static InetAddress[] addresses(String host, Resolver resolver) {
    try {
      return resolver.resolve(host);
    } catch (UnknownHostException e) {
      throw new BindingException(host + ": this host has no address (name resolution failed)");
    }
  }

  private static boolean isNear(InetAddress address) {
    // fc00::/7; the JDK's isSiteLocalAddress knows only the deprecated fec0::/10.
    boolean uniqueLocal =
        address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || uniqueLocal
        || (address.isSiteLocalAddress() && !(address instanceof Inet6Address));
  }
}
