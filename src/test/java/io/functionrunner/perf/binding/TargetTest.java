package io.functionrunner.perf.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.binding.Target.ForeignHostException;
import java.net.URI;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
  private static final List<String> ALLOWED =
      List.of("cdn.example", "files.example:8443", "*.store.example");

  private final Target plain = new Target(URI.create("http://api.example/v2"), ALLOWED);
  private final Target safe = new Target(URI.create("https://api.example/v2/"), ALLOWED);

  @ParameterizedTest
  @CsvSource({
    "/run, https://api.example/v2/run",
    "run?x=1, https://api.example/v2/run?x=1",
    "https://API.example:443/other, https://API.example:443/other",
    "https://cdn.example/a, https://cdn.example/a",
    "https://files.example:8443/a, https://files.example:8443/a",
    "https://eu.store.example/a, https://eu.store.example/a"
  })
  void pathsContinueTheBaseUrl(String path, String expected) throws Exception {
    assertEquals(expected, safe.resolve(path, false).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "/status/1, https://api.example/status/1",
    "status/1, https://api.example/v2/status/1",
    "https://api.example/v1/s, https://api.example/v1/s"
  })
  void referencesOfTheServerAreRelativeToItsOrigin(String reference, String expected)
      throws Exception {
    assertEquals(expected, safe.resolve(reference, true).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "https://evil.example/s",
    "//evil.example/s",
    "http://api.example/s",
    "https://api.example:8443/s",
    "https://api.example@evil.example/s",
    "https://user@api.example/s",
    "https://api.example.evil.example/s",
    "https://store.example/a",
    "https://cdn.example:8080/a",
    "http://cdn.example/a",
    "https://files.example/a",
    "file:///etc/passwd",
    "https:api.example",
    "https://[bad/"
  })
  void anyOtherHostIsForeign(String reference) {
    assertThrows(ForeignHostException.class, () -> safe.resolve(reference, true));
  }

  @Test
  void plainTargetsMayBeAnsweredWithBetterUrls() throws Exception {
    assertEquals("https://cdn.example/a", plain.resolve("https://cdn.example/a", true).toString());
    assertEquals("http://cdn.example/a", plain.resolve("http://cdn.example/a", true).toString());
  }

  @Test
  void saysWhichHostButNotWhatFollowed() {
    ForeignHostException e =
        assertThrows(
            ForeignHostException.class,
            () -> safe.resolve("https://evil.example:9/s?signature=abc", true));
    assertEquals(
        "https://evil.example:9 is neither the target's origin https://api.example nor in the binding's allowedHosts",
        e.getMessage());
  }

  @Test
  void aBaseUrlIsNoPlaceForSecrets() {
    for (String url : List.of("ftp://user:pw@h", "http://user:pw@h/", "http://h/?key=pw")) {
      BindingException e =
          assertThrows(BindingException.class, () -> new Target(URI.create(url), List.of()));
      assertFalse(e.getMessage().contains("pw"), e.getMessage());
    }
    BindingException e =
        assertThrows(BindingException.class, () -> new Target(URI.create("ftp://h"), List.of()));
    assertEquals("base URL 'ftp://h': expecting http://host:port or https://host", e.getMessage());
  }

  /** Paths that are not parsed come out as the JDK's parser has them, and others are parsed. */
  @Test
  void aPathIsWhatTheParserMakesOfIt() throws ForeignHostException {
    Target target = new Target(URI.create("https://api.example:8443/v1/"), List.of());
    SplittableRandom random = new SplittableRandom(3);
    String alphabet = "ab0/.-_~%2f%41?=&#:@[]{}\\ \"^|<>é!$'()*+,;";
    int parsed = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder path = new StringBuilder("/");
      for (int length = random.nextInt(12); length > 0; length--) {
        path.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String expected = null;
      try {
        expected = URI.create("https://api.example:8443/v1" + path).toString();
      } catch (IllegalArgumentException e) {
        assertThrows(
            ForeignHostException.class,
            () -> target.resolve(path.toString(), false),
            path::toString);
      }
      if (expected != null) {
        parsed++;
        assertEquals(expected, target.resolve(path.toString(), false));
      }
    }
    assertTrue(parsed > 1_000, parsed + " paths");
  }
}
