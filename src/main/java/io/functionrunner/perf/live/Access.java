package io.functionrunner.perf.live;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Who may see the page. On loopback: whoever is on this machine, but no web page of another site
 * that had its name resolve to 127.0.0.1 (DNS rebinding): the Host header gives it away. Beyond
 * loopback: whoever has the token, as a bearer token or given to the page's form, which answers
 * with a cookie; a browser sends that to no other name.
 */
final class Access {

  /** Bytes of the cookie's value: not to be guessed while a run lasts. */
  private static final int SECRET_BYTES = 24;

  /** Bytes in its name: two runs on one host share their cookies, whatever their ports. */
  private static final int NAME_BYTES = 6;

  private static final String BEARER = "Bearer ";

  private final Optional<String> token;
  private final String cookie = "live-" + random(NAME_BYTES);
  private final String session = random(SECRET_BYTES);

  /**
   * @param token empty: loopback is all there is
   */
  Access(Optional<String> token) {
    this.token = token;
  }

  private static String random(int count) {
    byte[] bytes = new byte[count];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Whether the request calls this server by a name that is its own. */
  boolean rightHost(Request request) {
    if (token.isPresent()) {
      return true;
    }
    String host = request.getHeaders().get(HttpHeader.HOST);
    return host != null && isLoopback(host);
  }

  private static boolean isLoopback(String authority) {
    String host;
    try {
      host = URI.create("http://" + authority).getHost();
    } catch (IllegalArgumentException e) {
      return false;
    }
    return host != null
        && (host.toLowerCase(Locale.ROOT).equals("localhost")
            || host.equals("[::1]")
            || host.matches("127(\\.\\d{1,3}){3}"));
  }

  /** Whether the request may see everything. */
  boolean granted(Request request) {
    return token.isEmpty()
        || Request.getCookies(request).stream()
            .anyMatch(c -> c.getName().equals(cookie) && same(c.getValue(), session))
        || Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION))
            .filter(given -> given.startsWith(BEARER))
            .filter(given -> isToken(given.substring(BEARER.length())))
            .isPresent();
  }

  boolean isToken(String given) {
    return token.isPresent() && same(given, token.get());
  }

  /** For whoever had the token; it ends with the browser, and with this server. */
  HttpCookie cookie() {
    return HttpCookie.build(cookie, session)
        .path("/")
        .httpOnly(true)
        .sameSite(HttpCookie.SameSite.STRICT)
        .build();
  }

  /** In a time that does not tell how much was right. */
  private static boolean same(String given, String right) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }
}
