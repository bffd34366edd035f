package io.functionrunner.perf.binding;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A call to make. Redirects must not be followed: they would carry credentials to a host that
 * nobody checked, and a binding may read the status from the code 303.
 *
 * @param url absolute, of the target's origin or of a host that the binding allows
 * @param headers without credentials, so that printing a call is harmless
 * @param credentials header name to secret
 */
public record HttpCall(
    String method,
    String url,
    Map<String, String> headers,
    Map<String, Credential> credentials,
    Body body) {

  /** All headers as they go out, with secrets: for the sender alone, never for a log. */
  public Map<String, String> headersWithSecrets() {
    if (credentials.isEmpty()) {
      return headers;
    }
    Map<String, String> all = new LinkedHashMap<>(headers);
    credentials.forEach((name, secret) -> all.put(name, secret.reveal()));
    return all;
  }
}
