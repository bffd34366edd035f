package io.functionrunner.perf.metrics;

import java.io.IOException;
import java.io.OutputStream;

/**
 * An output that takes nothing more once a write has failed. A disk may have room again a moment
 * later, but a file that goes on behind a hole is damaged, while one that ends is cut: it can be
 * read up to there.
 */
final class UntilFailure extends OutputStream {

  private final OutputStream out;
  private IOException failure;

  UntilFailure(OutputStream out) {
    this.out = out;
  }

  /** What is written and may fail. */
  private interface Write {
    void run() throws IOException;
  }

  private void unlessFailed(Write write) throws IOException {
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
    try {
      write.run();
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public void write(int b) throws IOException {
    unlessFailed(() -> out.write(b));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    unlessFailed(() -> out.write(bytes, offset, length));
  }

  @Override
  public void flush() throws IOException {
    unlessFailed(out::flush);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
