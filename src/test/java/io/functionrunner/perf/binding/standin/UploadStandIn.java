package io.functionrunner.perf.binding.standin;

/** An API that wants its inputs uploaded: a form to one place, or bytes to a signed URL. */
public final class UploadStandIn extends StandIn {

  public UploadStandIn(String token) throws Exception {
    super(token.isEmpty() ? "" : "Bearer " + token);
  }

  @Override
  protected Reply answer(Call call) {
    if (call.is("POST", "/files")) {
      return Reply.of(200, "{\"file\":{\"id\":\"f-1\"}}");
    }
    if (call.is("POST", "/sign")) {
      String host = url().toString().replace("127.0.0.1", "localhost");
      return Reply.of(200, "{\"put\":\"%s/bucket/x?sig=1\",\"key\":\"k-1\"}".formatted(host));
    }
    if (call.is("PUT", "/bucket/x")) {
      return Reply.of(call.headers().containsKey("Authorization") ? 400 : 200, "");
    }
    return call.is("POST", "/jobs")
        ? Reply.of(200, "{\"id\":1}")
        : Reply.of(200, "{\"state\":\"done\"}");
  }

  /** The bucket takes whoever has the signed URL. */
  @Override
  protected Reply unauthorized() {
    return calls().get(calls().size() - 1).is("PUT", "/bucket/x")
        ? Reply.of(200, "")
        : Reply.of(401, "{}");
  }
}
