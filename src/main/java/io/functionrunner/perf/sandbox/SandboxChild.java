package io.functionrunner.perf.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The starter's side of {@link SandboxProcess}. The child's standard error is read all the time,
 * and its first part is kept for error messages. If this JVM dies, so does the child.
 */
public final class SandboxChild implements AutoCloseable {
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
  private static final int KEPT_ERROR_CHARACTERS = 4_000;

  private final Process process;
  private final Errors errors;
  private final URI baseUrl;

  private SandboxChild(Process process, Errors errors, URI baseUrl) {
    this.process = process;
    this.errors = errors;
    this.baseUrl = baseUrl;
  }

  /**
   * Starts a process and waits until its sandbox serves.
   *
   * @param command what ends in {@link SandboxProcess#run}: java, its options, main class,
   *     arguments
   * @throws IOException when it does not serve within {@code timeout}; the message has what it
   *     wrote to its standard error, and no process is left
   */
  public static SandboxChild start(List<String> command, Duration timeout) throws IOException {
    Process process = new ProcessBuilder(command).start();
    Errors errors = new Errors();
    drain(process.getErrorStream(), errors::add, errors.complete::countDown);
    CompletableFuture<URI> ready = new CompletableFuture<>();
    drain(
        process.getInputStream(),
        line -> {
          if (line.startsWith(SandboxProcess.READY)) {
            ready.complete(URI.create(line.substring(SandboxProcess.READY.length())));
          }
        },
        () -> ready.completeExceptionally(new IOException("it ended before it was ready")));
    try {
      URI url = ready.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new SandboxChild(process, errors, url);
    } catch (TimeoutException e) {
      throw failed(process, "not ready within " + timeout.toMillis() + " ms", errors, e);
    } catch (ExecutionException e) {
      throw failed(process, e.getCause().getMessage(), errors, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(process, "interrupted", errors, e);
    }
  }

  private static IOException failed(Process process, String what, Errors errors, Exception cause) {
    process.destroyForcibly();
    String said = errors.whole();
    return new IOException(
        "the sandbox process does not serve: %s. It wrote to standard error: %s"
            .formatted(what, said.isEmpty() ? "nothing" : said),
        cause);
  }

  /** Where it serves: scheme, host and port. */
  public URI baseUrl() {
    return baseUrl;
  }

  /** The child's process id. */
  public long pid() {
    return process.pid();
  }

  /** What the child wrote to its standard error so far, at most the first 4,000 characters. */
  public String errors() {
    return errors.soFar();
  }

  /** Has the child write its {@link SandboxCounters} to {@code file} when it stops. */
  public void reportCountersTo(Path file) throws IOException {
    Writer stdin = process.outputWriter(StandardCharsets.UTF_8);
    stdin.write(SandboxProcess.COUNTERS + file.toAbsolutePath() + "\n");
    stdin.flush();
  }

  /**
   * Ends the child, by force when it does not end within ten seconds. Its counters are written when
   * this returns, unless it took force.
   */
  @Override
  public void close() {
    try {
      process.outputWriter(StandardCharsets.UTF_8).close();
      if (process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (IOException e) {
      // A broken pipe: the child is gone or does not read. Force does the rest.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  /** The first part of what the child wrote to its standard error. */
  private static final class Errors {
    final CountDownLatch complete = new CountDownLatch(1);
    private final StringBuilder text = new StringBuilder();

    synchronized void add(String line) {
      if (text.length() < KEPT_ERROR_CHARACTERS) {
        text.append(line, 0, Math.min(line.length(), KEPT_ERROR_CHARACTERS - text.length()));
        text.append('\n');
      }
    }

    synchronized String soFar() {
      return text.toString().strip();
    }

    /** Of a child that was ended: what it wrote last is often the reason. */
    String whole() {
      try {
        complete.await(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return soFar();
    }
  }

  private static void drain(InputStream stream, Consumer<String> line, Runnable atEnd) {
    Thread thread =
        new Thread(
            () -> {
              try (BufferedReader reader =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                reader.lines().forEach(line);
              } catch (IOException | UncheckedIOException e) {
                // The pipe broke with its process.
              } finally {
                atEnd.run();
              }
            },
            "sandbox-child-output");
    thread.setDaemon(true);
    thread.start();
  }
}
