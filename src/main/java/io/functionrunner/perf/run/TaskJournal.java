package io.functionrunner.perf.run;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Writes {@code tasks.tsv}: one line an event, each handed to the operating system before the call
 * returns. Gatling's own log keeps up to 8 KiB in the process and loses them with it; what stands
 * here survives SIGKILL, so that no submitted task is ever unaccounted for. A line costs a system
 * call of some microseconds; a task has three.
 *
 * <p>Tab-separated, times in epoch milliseconds, {@code -1} where not known:
 *
 * <pre>
 * S user index modality quality intended submitted
 * A user index accepted
 * E user index outcome ended created started completed checks rejections reason pending
 * </pre>
 *
 * <p>{@code pending} came last: files of earlier versions end before it.
 */
public final class TaskJournal implements AutoCloseable {

  /** Name of the file in the run directory. */
  public static final String FILE = "tasks.tsv";

  /** Reasons come from a server: longer ones are cut. */
  static final int MAX_REASON = 200;

  /** No buffer, and no channel: a channel closes when a thread that writes is interrupted. */
  private final OutputStream out;

  public TaskJournal(Path file) throws IOException {
    out = new FileOutputStream(file.toFile());
  }

  /** The submission goes out now. */
  public void submitted(
      long user, int index, String modality, String quality, long intendedMillis, long atMillis) {
    write(
        "S\t"
            + user
            + '\t'
            + index
            + '\t'
            + modality
            + '\t'
            + quality
            + '\t'
            + intendedMillis
            + '\t'
            + atMillis
            + '\n');
  }

  /** The server has it. */
  public void accepted(long user, int index, long atMillis) {
    write("A\t" + user + '\t' + index + '\t' + atMillis + '\n');
  }

  /** It ended; of {@code task} the fields from the outcome on are written. */
  public void ended(TaskRecord task) {
    write(
        "E\t"
            + task.user()
            + '\t'
            + task.index()
            + '\t'
            + task.outcome().id()
            + '\t'
            + task.endMillis()
            + '\t'
            + task.createdMillis()
            + '\t'
            + task.startedMillis()
            + '\t'
            + task.completedMillis()
            + '\t'
            + task.checks()
            + '\t'
            + task.rejections()
            + '\t'
            + plain(task.reason())
            + '\t'
            + task.pendingMillis()
            + '\n');
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException("tasks.tsv cannot be closed", e);
    }
  }

  private synchronized void write(String line) {
    try {
      out.write(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("tasks.tsv cannot be written", e);
    }
  }

  /** One line, one field, whatever a server put in. */
  private static String plain(String reason) {
    if (reason.isEmpty()) {
      return reason;
    }
    String cut = reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON);
    StringBuilder plain = new StringBuilder(cut.length());
    cut.codePoints()
        .map(
            c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? ' ' : c)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }
}
