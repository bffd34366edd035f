package io.functionrunner.perf.binding;

import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Mutual TLS: the client's certificate and, for a private authority, whom to trust. Key stores
 * (PKCS #12) whose files and passwords the environment names.
 *
 * @param keys empty: no client certificate
 * @param trust empty: the JDK's authorities
 */
public record ClientTls(Optional<KeyManagerFactory> keys, Optional<TrustManagerFactory> trust) {

  static Optional<ClientTls> of(Element tls, Function<String, String> environment) {
    if (!tls.present()) {
      return Optional.empty();
    }
    return Optional.of(
        new ClientTls(
            tls.at("clientCertificate").each(store -> keys(store, environment)).stream()
                .findFirst(),
            tls.at("trust").each(store -> trust(store, environment)).stream().findFirst()));
  }

  /** For a client that takes a whole context. */
  public SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          keys.map(KeyManagerFactory::getKeyManagers).orElse(new KeyManager[0]),
          trust.map(TrustManagerFactory::getTrustManagers).orElse((TrustManager[]) null),
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no TLS in this JDK", e);
    }
  }

  private static KeyManagerFactory keys(Element store, Function<String, String> environment) {
    char[] password = password(store, environment);
    KeyStore opened = open(store, environment, password);
    try {
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(opened, password);
      return factory;
    } catch (GeneralSecurityException e) {
      throw unusable(store, e);
    }
  }

  private static TrustManagerFactory trust(Element store, Function<String, String> environment) {
    KeyStore opened = open(store, environment, password(store, environment));
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(opened);
      return factory;
    } catch (GeneralSecurityException e) {
      throw unusable(store, e);
    }
  }

  private static KeyStore open(
      Element store, Function<String, String> environment, char[] password) {
    File file = new File(variable(store.at("fileEnvironment"), environment));
    try {
      return KeyStore.getInstance(file, password);
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw unusable(store, e);
    }
  }

  private static char[] password(Element store, Function<String, String> environment) {
    return variable(store.at("passwordEnvironment"), environment).toCharArray();
  }

  private static String variable(Element variable, Function<String, String> environment) {
    String value = environment.apply(variable.text());
    if (value == null) {
      throw variable.wrong(
          "the environment variable %s is not set; this binding's TLS needs it"
              .formatted(variable.text()));
    }
    return value;
  }

  /** Only the kind of failure: the cause's text may hold what the variables held. */
  private static BindingException unusable(Element store, Exception e) {
    return store.wrong(
        "the key store that %s names cannot be opened with the password in %s (%s)"
            .formatted(
                store.at("fileEnvironment").text(),
                store.at("passwordEnvironment").text(),
                e.getClass().getSimpleName()));
  }
}
