package io.functionrunner.perf.sandbox;

/** Time as the sandbox sees it. Actions run one at a time, in order of their time. */
interface Timeline extends AutoCloseable {
  /** Nanoseconds since an arbitrary origin; never goes back. */
  long nanos();

  /** Runs {@code action} once {@link #nanos} has reached {@code atNanos}. */
  Timer schedule(long atNanos, Runnable action);

  /** No action runs after this. */
  @Override
  void close();

  /** An action to come. */
  interface Timer {
    void cancel();
  }
}
