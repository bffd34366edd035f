package io.functionrunner.perf.load.request;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.functionrunner.perf.binding.Answer;
import io.functionrunner.perf.binding.Body;
import io.functionrunner.perf.binding.HttpCall;
import io.gatling.http.client.Request;
import io.gatling.http.client.body.bytearray.ByteArrayRequestBody;
import io.gatling.http.response.Response;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * One HTTP request of Gatling whose name, method, URL, headers and body are decided by the {@link
 * Exchange} that stands in the session at that time: so every call of every API is this one.
 */
public final class BoundCall {

  private BoundCall() {}

  /**
   * The request, with what comes before and after it.
   *
   * @param exchange finds it in the session
   * @param clock epoch milliseconds
   * @param timeoutMillis after which Gatling gives a request up
   */
  public static ChainBuilder of(
      Function<Session, ? extends Exchange> exchange, LongSupplier clock, long timeoutMillis) {
    return around(exchange, clock, timeoutMillis, request(exchange, clock, timeoutMillis));
  }

  /** The same, without a trace in Gatling's statistics. */
  public static ChainBuilder silent(
      Function<Session, ? extends Exchange> exchange, LongSupplier clock, long timeoutMillis) {
    return around(exchange, clock, timeoutMillis, request(exchange, clock, timeoutMillis).silent());
  }

  private static ChainBuilder around(
      Function<Session, ? extends Exchange> exchange,
      LongSupplier clock,
      long timeoutMillis,
      HttpRequestActionBuilder request) {
    return exec(session -> {
          exchange.apply(session).sending(clock.getAsLong());
          return session;
        })
        .exec(request)
        .exec(
            session -> {
              exchange.apply(session).over(clock.getAsLong(), timeoutMillis);
              // What went wrong is the exchange's to know; the chain goes on.
              return session.markAsSucceeded();
            });
  }

  private static HttpRequestActionBuilder request(
      Function<Session, ? extends Exchange> exchange, LongSupplier clock, long timeoutMillis) {
    return http(session -> exchange.apply(session).requestName())
        .httpRequest(
            session -> exchange.apply(session).call().method(),
            session -> exchange.apply(session).call().url())
        .requestTimeout(Duration.ofMillis(timeoutMillis))
        .sign((request, session) -> filled(request, exchange.apply(session).call()))
        .transformResponse(
            (response, session) -> {
              exchange.apply(session).answered(answer(response), clock.getAsLong());
              return response;
            })
        .check(
            status()
                .validate(
                    "answer",
                    (code, session) -> {
                      exchange
                          .apply(session)
                          .fault()
                          .ifPresent(
                              fault -> {
                                throw new Fault(fault);
                              });
                      return code;
                    }));
  }

  /** Gatling's request with the call's headers and body: they may differ from call to call. */
  private static Request filled(Request request, HttpCall call) {
    Request filled = call.body().encoded().map(body -> withBody(request, body)).orElse(request);
    // After the body: a binding's own Content-Type counts more than that of its body.
    call.headersWithSecrets().forEach((name, value) -> filled.getHeaders().set(name, value));
    return filled;
  }

  private static Request withBody(Request request, Body.Encoded body) {
    request.getHeaders().set(HttpHeaderNames.CONTENT_TYPE, body.contentType());
    return request.copyWithNewBody(
        new ByteArrayRequestBody(body.octets().unsafeArray(), null, StandardCharsets.UTF_8));
  }

  private static Answer answer(Response response) {
    return new Answer(response.status().code(), response.headers()::get, response.body().string());
  }

  /** Turns a request into a KO; only its message counts. */
  private static final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1;

    Fault(String message) {
      super(message, null, false, false);
    }
  }
}
