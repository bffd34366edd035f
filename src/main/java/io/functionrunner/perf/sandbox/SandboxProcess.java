package io.functionrunner.perf.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The sandbox as a process of its own that ends with whoever started it: it serves until its
 * standard input closes, which also happens when the starter is killed.
 *
 * <p>Protocol: one line {@code sandbox ready http://127.0.0.1:PORT} on standard output. On standard
 * input the line {@code counters <path>} says where {@link SandboxCounters} are to be written at
 * the end.
 */
public final class SandboxProcess {
  static final String READY = "sandbox ready ";
  static final String COUNTERS = "counters ";

  private SandboxProcess() {}

  /**
   * Serves until {@code stdin} is at its end.
   *
   * <p>Ctrl-C goes to the whole process group, but a load generator still drains its tasks then: a
   * signal does not end the process before {@code stdin} is at its end and the counters are
   * written. Until then a shutdown hook waits, and all other threads go on serving.
   *
   * @return the exit status: 0
   * @throws IOException when the port cannot be had or the counters cannot be written
   */
  public static int run(SandboxOptions options, InputStream stdin, PrintStream out)
      throws IOException {
    CountDownLatch done = new CountDownLatch(1);
    Thread hook = new Thread(() -> awaitUninterrupted(done), "sandbox-until-stdin-closes");
    try (Sandbox sandbox = Sandbox.start(options)) {
      Runtime.getRuntime().addShutdownHook(hook);
      out.println(READY + sandbox.baseUrl());
      out.flush();
      Optional<Path> counters = readToEnd(stdin);
      if (counters.isPresent()) {
        sandbox.counters().write(counters.get());
      }
      return 0;
    } finally {
      done.countDown();
      remove(hook);
    }
  }

  /**
   * Serves until the thread is interrupted or the process is ended, by Ctrl-C for instance: for a
   * person at a terminal. Prints the same line as {@link #run}.
   *
   * @throws IOException when the port cannot be had
   */
  public static void runAlone(SandboxOptions options, PrintStream out) throws IOException {
    try (Sandbox sandbox = Sandbox.start(options)) {
      out.println(READY + sandbox.baseUrl());
      out.flush();
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<Path> readToEnd(InputStream stdin) throws IOException {
    Optional<Path> counters = Optional.empty();
    BufferedReader lines = new BufferedReader(new InputStreamReader(stdin, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.startsWith(COUNTERS)) {
        throw new IOException("standard input: expecting \"counters <path>\", got: " + start(line));
      }
      try {
        counters = Optional.of(Path.of(line.substring(COUNTERS.length())));
      } catch (InvalidPathException e) {
        throw new IOException("standard input: no path after counters: " + start(line), e);
      }
    }
    return counters;
  }

  private static String start(String line) {
    return line.substring(0, Math.min(100, line.length()));
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // Nobody interrupts a shutdown hook with reason; the end of stdin alone lets it go.
      }
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // A signal came before the end of stdin: the hook runs, and has just been let go.
    }
  }
}
