package io.functionrunner.perf.load.request;

import io.functionrunner.perf.binding.Answer;
import io.functionrunner.perf.binding.HttpCall;
import java.util.Optional;

/** Who decides what a {@link BoundCall} sends, and hears what came back. */
public interface Exchange {

  /** Name of the request in Gatling's statistics. */
  String requestName();

  /** What to send. */
  HttpCall call();

  /** It goes out now. */
  void sending(long nowMillis);

  /** The answer is here. */
  void answered(Answer answer, long nowMillis);

  /** What is wrong with the last answer, in a few words of ours; empty when nothing is. */
  Optional<String> fault();

  /**
   * Called last; when there was no answer before it, none came.
   *
   * @param timeoutMillis after which the request was given up, if no answer came by then
   */
  void over(long nowMillis, long timeoutMillis);
}
