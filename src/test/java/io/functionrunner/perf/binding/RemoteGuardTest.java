package io.functionrunner.perf.binding;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteGuardTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.254",
        "192.168.0.9",
        "[::1]",
        "[fd12:3456::1]",
        "[::ffff:10.0.0.1]"
      })
  void loopbackAndPrivateRangesAreNear(String host) {
    assertDoesNotThrow(() -> RemoteGuard.check(URI.create("http://" + host + ":80"), Set.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "172.32.0.1",
        "172.15.0.1",
        "192.169.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "[2001:4860:4860::8888]",
        "[fec0::1]",
        "[fe80::1]"
      })
  void allElseIsRemoteUntilNamed(String host) {
    URI target = URI.create("http://" + host + ":80");
    BindingException e =
        assertThrows(BindingException.class, () -> RemoteGuard.check(target, Set.of("other")));
    assertEquals("-Dallow.remote=" + host, e.getMessage().replaceFirst(".* pass ", ""));
    assertDoesNotThrow(() -> RemoteGuard.check(target, Set.of(host)));
  }

  @Test
  void oneRemoteAddressOfAHostIsEnough() throws Exception {
    InetAddress[] both = {InetAddress.getByName("10.0.0.1"), InetAddress.getByName("8.8.8.8")};
    URI target = URI.create("https://api.example");
    BindingException e =
        assertThrows(
            BindingException.class, () -> RemoteGuard.check(target, Set.of(), host -> both));
    assertEquals(
        "api.example is remote (8.8.8.8), and load on it may cost money or harm others."
            + " Where that is meant, pass -Dallow.remote=api.example",
        e.getMessage());
    assertDoesNotThrow(() -> RemoteGuard.check(target, Set.of("API.example"), host -> both));
  }

  @Test
  void aHostWithoutAddressIsSaid() {
    RemoteGuard.Resolver none =
        host -> {
          throw new UnknownHostException(host);
        };
    BindingException e =
        assertThrows(
            BindingException.class,
            () -> RemoteGuard.check(URI.create("http://nowhere.example"), Set.of(), none));
    assertEquals(
        "nowhere.example: this host has no address (name resolution failed)", e.getMessage());
  }
}
