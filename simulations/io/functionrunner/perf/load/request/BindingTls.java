package io.functionrunner.perf.load.request;

import io.functionrunner.perf.binding.ClientTls;
import io.gatling.core.session.SessionPrivateAttributes;
import io.gatling.http.util.SslContexts;
import io.gatling.javaapi.core.Session;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.ReferenceCountUtil;
import java.util.function.UnaryOperator;
import scala.Option;

/**
 * The binding's key and trust stores, for Gatling's connections. Gatling takes a trust store from
 * its configuration alone, which is read before there is a binding and would want the password in a
 * system property, and a user's own keys only where connections are not shared. But a session may
 * bring a TLS context of its own, and with it the session's requests connect.
 */
public final class BindingTls implements UnaryOperator<Session> {

  /** Where {@code SslContextSupport} looks for it. */
  private static final String ATTRIBUTE =
      SessionPrivateAttributes.generatePrivateAttribute("http.ssl.sslContexts");

  private final SslContexts contexts;

  /** One context for all sessions: connections may be shared, and TLS sessions be resumed. */
  public BindingTls(ClientTls tls) {
    SslContextBuilder builder = SslContextBuilder.forClient();
    tls.keys().ifPresent(builder::keyManager);
    tls.trust().ifPresent(builder::trustManager);
    contexts = new SslContexts(builder, Option.empty());
  }

  /** The session, with the context. */
  @Override
  public Session apply(Session session) {
    // Gatling releases it at the session's end.
    ReferenceCountUtil.retain(contexts.getSslContext());
    return session.set(ATTRIBUTE, contexts);
  }
}
