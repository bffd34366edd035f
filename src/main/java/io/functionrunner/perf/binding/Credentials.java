package io.functionrunner.perf.binding;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The headers that prove who calls, their values taken from the environment alone. */
final class Credentials {
  private final Map<String, Credential> headers = new LinkedHashMap<>();
  private final List<String> hidden = new ArrayList<>();
  private final Function<String, String> environment;

  private Credentials(Function<String, String> environment) {
    this.environment = environment;
  }

  static Credentials of(Element auth, Function<String, String> environment) {
    Credentials credentials = new Credentials(environment);
    auth.each().forEach(credentials::add);
    return credentials;
  }

  Map<String, Credential> headers() {
    return headers;
  }

  /** The text without any secret in it: a server may well echo what it was sent. */
  String mask(String text) {
    String masked = text;
    for (String secret : hidden) {
      masked = masked.replace(secret, "***");
    }
    return masked;
  }

  private void add(Element auth) {
    boolean optional = auth.at("optional").flag(false);
    Element basic = auth.at("basic");
    if (basic.present()) {
      Optional<String> user = read(basic.at("userEnvironment"), optional);
      Optional<String> password = read(basic.at("passwordEnvironment"), optional);
      if (user.isPresent() && password.isPresent()) {
        String pair = user.get() + ":" + password.get();
        String encoded = Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
        hide(encoded);
        hide(password.get());
        headers.put("Authorization", new Credential("Basic ", encoded));
      }
    } else {
      read(auth.at("environment"), optional)
          .ifPresent(
              value -> {
                hide(value);
                headers.put(
                    auth.at("header").text(), new Credential(auth.at("prefix").text(""), value));
              });
    }
  }

  private Optional<String> read(Element variable, boolean optional) {
    String name = variable.text();
    String value = environment.apply(name);
    if (value == null || value.isEmpty()) {
      if (optional) {
        return Optional.empty();
      }
      throw variable.wrong(
          "the environment variable %s is not set; this binding takes its credentials from it"
              .formatted(name));
    }
    if (!value.chars().allMatch(c -> c >= ' ' && c < 127)) {
      throw variable.wrong(
          "the environment variable %s holds a line break or another character that no HTTP header may carry"
              .formatted(name));
    }
    return Optional.of(value);
  }

  private void hide(String secret) {
    hidden.add(secret);
    hidden.add(URLEncoder.encode(secret, UTF_8));
  }
}
