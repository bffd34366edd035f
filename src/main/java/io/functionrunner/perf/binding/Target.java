package io.functionrunner.perf.binding;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where calls go, and where they must not.
 *
 * @param allowedHosts further hosts that the binding trusts: {@code host}, {@code host:port} or
 *     {@code *.domain}
 * @param prefix the base URL without a slash at its end
 */
record Target(URI base, List<String> allowedHosts, String prefix) {

  private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://");

  /** What may follow the origin; a percent sign, and what comes after it, is looked at apart. */
  private static final String PLAIN = "-._~!$&'()*+,;=:@/?";

  Target(URI base, List<String> allowedHosts) {
    this(checked(base), allowedHosts, prefix(base));
  }

  private static URI checked(URI base) {
    if (base.getRawUserInfo() != null
        || base.getRawQuery() != null
        || base.getRawFragment() != null) {
      throw new BindingException(
          "base URL of host %s: no user, query or fragment belongs in it; credentials come from the environment"
              .formatted(base.getHost()));
    }
    if (base.getHost() == null || !List.of("http", "https").contains(scheme(base))) {
      throw new BindingException(
          "base URL '%s': expecting http://host:port or https://host".formatted(base));
    }
    return base;
  }

  private static String prefix(URI base) {
    String path = base.getRawPath();
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    return base.getScheme() + "://" + base.getRawAuthority() + path;
  }

  /** A URL is not this target's to call. */
  static final class ForeignHostException extends Exception {
    private static final long serialVersionUID = 1;

    ForeignHostException(String message) {
      super(message);
    }
  }

  /**
   * The absolute URL of an expanded template.
   *
   * @param fromServer a reference sent by the server is relative to the origin (RFC 3986), a path
   *     that the binding's author wrote continues the base URL's path
   */
  String resolve(String expanded, boolean fromServer) throws ForeignHostException {
    if (!fromServer && isPlainPath(expanded)) {
      return prefix + expanded;
    }
    URI uri = absolute(expanded, fromServer);
    if (uri.getRawUserInfo() != null || !(isSameOrigin(uri) || isAllowed(uri))) {
      // No more than scheme, host and port: what follows may be somebody's signed URL.
      throw new ForeignHostException(
          "%s://%s%s is neither the target's origin %s nor in the binding's allowedHosts"
              .formatted(
                  Excerpt.of(scheme(uri)),
                  Excerpt.of(String.valueOf(uri.getHost())),
                  uri.getPort() < 0 ? "" : ":" + uri.getPort(),
                  origin()));
    }
    return uri.toString();
  }

  /** A path that needs no parser to be seen to stay at the origin: that of nearly every call. */
  private static boolean isPlainPath(String expanded) {
    if (!expanded.startsWith("/")) {
      return false;
    }
    for (int i = 0; i < expanded.length(); i++) {
      char c = expanded.charAt(i);
      boolean plain =
          c == '%'
              ? UrlTemplate.isEncoded(expanded, i)
              : c < 128 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
      if (!plain) {
        return false;
      }
    }
    return true;
  }

  private URI absolute(String expanded, boolean fromServer) throws ForeignHostException {
    try {
      if (fromServer) {
        return base.resolve(expanded);
      }
      if (ABSOLUTE.matcher(expanded).lookingAt()) {
        return URI.create(expanded);
      }
      return URI.create(prefix + (expanded.startsWith("/") ? "" : "/") + expanded);
    } catch (IllegalArgumentException e) {
      throw new ForeignHostException(
          "the answer gives a URL that is none: '%s'".formatted(Excerpt.of(expanded)));
    }
  }

  private String origin() {
    return base.getScheme() + "://" + base.getRawAuthority();
  }

  private boolean isSameOrigin(URI uri) {
    return scheme(uri).equals(scheme(base))
        && base.getHost().equalsIgnoreCase(uri.getHost())
        && port(uri) == port(base);
  }

  private boolean isAllowed(URI uri) {
    // From https a credential never goes out in clear.
    boolean safe = scheme(uri).equals("https") || scheme(uri).equals(scheme(base));
    return safe
        && uri.getHost() != null
        && allowedHosts.stream().anyMatch(host -> matches(host, uri));
  }

  private static boolean matches(String allowed, URI uri) {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    String wanted = allowed.toLowerCase(Locale.ROOT);
    if (wanted.startsWith("*.")) {
      return host.endsWith(wanted.substring(1)) && isDefaultPort(uri);
    }
    return wanted.contains(":")
        ? wanted.equals(host + ":" + port(uri))
        : wanted.equals(host) && isDefaultPort(uri);
  }

  private static boolean isDefaultPort(URI uri) {
    return port(uri) == (scheme(uri).equals("https") ? 443 : 80);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return scheme(uri).equals("https") ? 443 : 80;
  }

  private static String scheme(URI uri) {
    return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
  }
}
