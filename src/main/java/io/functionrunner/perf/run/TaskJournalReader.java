package io.functionrunner.perf.run;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Reads {@code tasks.tsv} in one pass; only tasks in flight are held. A last line that was cut by a
 * kill is left out; any other unreadable line is an error, since nothing but us writes the file.
 */
public final class TaskJournalReader {

  /** Tells how far it has been read. */
  private static final class Told extends FilterInputStream {
    private final LongConsumer progress;
    private long bytes;

    private Told(InputStream in, LongConsumer progress) {
      super(in);
      this.progress = progress;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      bytes += Math.max(0, count);
      progress.accept(bytes);
      return count;
    }
  }

  private record Key(long user, int index) {}

  private record Open(
      String modality, String quality, long intended, long submitted, long accepted) {}

  private TaskJournalReader() {}

  /**
   * Calls {@code sink} once a task: those that ended in the order of their end, then those in
   * flight in no order.
   */
  public static void read(Path file, Consumer<TaskRecord> sink) throws IOException {
    read(file, sink, bytes -> {});
  }

  /**
   * The same.
   *
   * @param progress told the bytes read so far, every few kilobytes
   */
  public static void read(Path file, Consumer<TaskRecord> sink, LongConsumer progress)
      throws IOException {
    Map<Key, Open> open = new HashMap<>();
    boolean cut = isCut(file);
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(new Told(Files.newInputStream(file), progress), decoder))) {
      long number = 0;
      String line = reader.readLine();
      while (line != null) {
        String following = reader.readLine();
        number++;
        if (cut && following == null) {
          break;
        }
        try {
          event(line.split("\t", -1), open, sink);
        } catch (RuntimeException e) {
          throw new IOException(
              "%s line %d is not an event of a task: %s"
                  .formatted(file, number, line.substring(0, Math.min(80, line.length()))),
              e);
        }
        line = following;
      }
    }
    open.forEach((key, task) -> sink.accept(inFlight(key, task)));
  }

  /** Whether its last line was cut by a kill. */
  public static boolean isCut(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      if (channel.size() == 0) {
        return false;
      }
      ByteBuffer last = ByteBuffer.allocate(1);
      channel.position(channel.size() - 1).read(last);
      return last.get(0) != '\n';
    }
  }

  private static void event(String[] f, Map<Key, Open> open, Consumer<TaskRecord> sink) {
    Key key = new Key(Long.parseLong(f[1]), Integer.parseInt(f[2]));
    switch (f[0]) {
      case "S" ->
          open.put(
              key,
              new Open(f[3], f[4], Long.parseLong(f[5]), Long.parseLong(f[6]), TaskRecord.ABSENT));
      case "A" -> {
        Open o = open.get(key);
        open.put(
            key, new Open(o.modality, o.quality, o.intended, o.submitted, Long.parseLong(f[3])));
      }
      case "E" -> {
        Open o = open.get(key);
        TaskRecord ended =
            new TaskRecord(
                key.user,
                key.index,
                o.modality,
                o.quality,
                o.intended,
                o.submitted,
                o.accepted,
                Outcome.of(f[3]),
                Long.parseLong(f[4]),
                f.length > TaskJournalLine.PENDING
                    ? Long.parseLong(f[TaskJournalLine.PENDING])
                    : TaskRecord.ABSENT,
                Long.parseLong(f[5]),
                Long.parseLong(f[6]),
                Long.parseLong(f[7]),
                Integer.parseInt(f[8]),
                Integer.parseInt(f[9]),
                f[10]);
        open.remove(key);
        sink.accept(ended);
      }
      default -> throw new IllegalArgumentException(f[0]);
    }
  }

  private static TaskRecord inFlight(Key key, Open o) {
    return new TaskRecord(
        key.user,
        key.index,
        o.modality,
        o.quality,
        o.intended,
        o.submitted,
        o.accepted,
        null,
        TaskRecord.ABSENT,
        TaskRecord.ABSENT,
        TaskRecord.ABSENT,
        TaskRecord.ABSENT,
        TaskRecord.ABSENT,
        0,
        0,
        "");
  }
}
