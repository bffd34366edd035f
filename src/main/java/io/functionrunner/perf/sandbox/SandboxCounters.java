package io.functionrunner.perf.sandbox;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where every submission the sandbox received went: received = accepted + rejected + invalid, and
 * accepted = succeeded + failed + cancelled + lost + inFlight. Counts that do not add up cannot be
 * made.
 *
 * @param rejected answered 429, the queue being full
 * @param invalid answered 400 or 413
 * @param lost accepted, then unknown (a planted fault)
 * @param inFlight queued or running
 */
public record SandboxCounters(
    long received,
    long accepted,
    long rejected,
    long invalid,
    long succeeded,
    long failed,
    long cancelled,
    long lost,
    long inFlight) {

  /** Name of the file in the run directory. */
  public static final String FILE = "sandbox.json";

  public SandboxCounters {
    if (received != accepted + rejected + invalid) {
      throw new IllegalArgumentException(
          "%d received, but %d accepted + %d rejected + %d invalid"
              .formatted(received, accepted, rejected, invalid));
    }
    if (accepted != succeeded + failed + cancelled + lost + inFlight) {
      throw new IllegalArgumentException(
          "%d accepted, but %d succeeded + %d failed + %d cancelled + %d lost + %d in flight"
              .formatted(accepted, succeeded, failed, cancelled, lost, inFlight));
    }
  }

  /** Writes a JSON object with the components by name; a reader never sees half of it. */
  public void write(Path file) throws IOException {
    Path whole = file.toAbsolutePath();
    Path part = whole.resolveSibling(whole.getFileName() + ".part");
    new JsonMapper().writerWithDefaultPrettyPrinter().writeValue(part.toFile(), this);
    Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Inverse of {@link #write}. */
  public static SandboxCounters read(Path file) throws IOException {
    return new JsonMapper().readValue(file.toFile(), SandboxCounters.class);
  }
}
