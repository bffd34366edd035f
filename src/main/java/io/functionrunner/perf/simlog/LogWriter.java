package io.functionrunner.perf.simlog;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes a simulation.log as Gatling does. Being a sink it also copies: a log of Gatling's that is
 * decoded into a writer comes out byte for byte.
 *
 * <p>A failure to write is an {@link UncheckedIOException}, since the sink's methods declare none.
 */
public final class LogWriter implements LogSink, AutoCloseable {
  private final OutputStream out;
  private final ByteBuffer buffer = ByteBuffer.allocate(2 * LogInput.MAX_TEXT_BYTES);
  private long flushed;

  /** Texts that were told and not yet written. */
  private final Map<Integer, String> pending = new HashMap<>();

  /** By text id: the index in the file, 0 before it is written. */
  private int[] indexes = new int[64];

  private int written;
  private int[] parents = new int[64];
  private int[] names = new int[64];
  private int[] elements = new int[8];

  /** Writes to {@code out}, and closes it in the end. */
  public LogWriter(OutputStream out) {
    this.out = out;
  }

  /** Bytes written so far. */
  public long bytes() {
    return flushed + buffer.position();
  }

  @Override
  public void run(RunHeader run) {
    putHeader(0);
    putString(run.gatlingVersion());
    putString(run.simulationClass());
    ensure(Long.BYTES).putLong(run.startEpochMillis());
    putString(run.description());
    ensure(Integer.BYTES).putInt(run.scenarios().size());
    run.scenarios().forEach(this::putString);
    ensure(Integer.BYTES).putInt(run.assertions().size());
    for (ByteBuffer assertion : run.assertions()) {
      ensure(Integer.BYTES + assertion.remaining());
      buffer.putInt(assertion.remaining()).put(assertion.duplicate());
    }
  }

  @Override
  public void string(int id, String value) {
    if (id >= indexes.length) {
      indexes = Arrays.copyOf(indexes, 2 * id);
    }
    if (indexes[id] == 0) {
      pending.put(id, value);
    }
  }

  @Override
  public void path(int id, int parent, int nameId) {
    if (id >= names.length) {
      parents = Arrays.copyOf(parents, 2 * id);
      names = Arrays.copyOf(names, 2 * id);
    }
    parents[id] = parent;
    names[id] = nameId;
  }

  @Override
  public void request(int pathId, int startMillis, int endMillis, boolean ok, int messageId) {
    putHeader(1);
    putPath(parents[pathId]);
    putCachedString(names[pathId]);
    ensure(2 * Integer.BYTES).putInt(startMillis).putInt(endMillis);
    putBoolean(ok);
    putCachedString(messageId);
  }

  @Override
  public void user(int scenario, boolean start, int millis) {
    putHeader(2);
    ensure(Integer.BYTES).putInt(scenario);
    putBoolean(start);
    ensure(Integer.BYTES).putInt(millis);
  }

  @Override
  public void group(int pathId, int startMillis, int endMillis, int cumulatedMillis, boolean ok) {
    putHeader(3);
    putPath(pathId);
    ensure(3 * Integer.BYTES).putInt(startMillis).putInt(endMillis).putInt(cumulatedMillis);
    putBoolean(ok);
  }

  @Override
  public void error(int messageId, int millis) {
    putHeader(4);
    putCachedString(messageId);
    ensure(Integer.BYTES).putInt(millis);
  }

  @Override
  public void close() throws IOException {
    try (out) {
      flush();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void putHeader(int kind) {
    ensure(1).put((byte) kind);
  }

  private void putBoolean(boolean value) {
    ensure(1).put((byte) (value ? 1 : 0));
  }

  private void putPath(int pathId) {
    int depth = 0;
    for (int at = pathId; at != 0; at = parents[at]) {
      if (depth == elements.length) {
        elements = Arrays.copyOf(elements, 2 * depth);
      }
      elements[depth++] = names[at];
    }
    ensure(Integer.BYTES).putInt(depth);
    while (depth > 0) {
      putCachedString(elements[--depth]);
    }
  }

  private void putCachedString(int id) {
    int index = indexes[id];
    if (index != 0) {
      ensure(Integer.BYTES).putInt(-index);
      return;
    }
    indexes[id] = ++written;
    ensure(Integer.BYTES).putInt(written);
    putString(pending.remove(id));
  }

  private void putString(String value) {
    boolean latin1 = value.chars().allMatch(c -> c <= 0xFF);
    byte[] bytes = value.getBytes(latin1 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_16LE);
    if (bytes.length > LogInput.MAX_TEXT_BYTES) {
      throw new IllegalArgumentException(
          "text of %d bytes. Expecting at most %d"
              .formatted(bytes.length, LogInput.MAX_TEXT_BYTES));
    }
    ensure(Integer.BYTES + bytes.length + 1).putInt(bytes.length);
    if (bytes.length > 0) {
      buffer.put(bytes).put((byte) (latin1 ? 0 : 1));
    }
  }

  private ByteBuffer ensure(int bytes) {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }

  private void flush() {
    try {
      out.write(buffer.array(), 0, buffer.position());
      flushed += buffer.position();
      buffer.clear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
