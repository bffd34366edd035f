package io.functionrunner.perf.simlog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * One log of several that are merged: holds its next record, in the terms of the merged log, until
 * it is that record's turn.
 */
final class MergePart implements LogSink, AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path log;
  private final long clockOffsetMillis;
  private final FileChannel channel;
  private final LogDecoder decoder;
  private MergedTexts texts;
  private int[] scenarios = new int[0];
  private long shiftMillis;
  private int mergedUnmatchedEnd;
  private int[] textIds = new int[64];
  private int[] pathIds = new int[64];

  /** Never falls: a part's records keep their order, whatever their times. */
  private long dueMillis = Long.MIN_VALUE;

  private Kind held = Kind.NONE;
  private int id;
  private int start;
  private int end;
  private int number;
  private boolean flag;

  private enum Kind {
    NONE,
    REQUEST,
    USER,
    GROUP,
    ERROR
  }

  MergePart(Path log, long clockOffsetMillis, DecodeOptions options) throws IOException {
    this.log = log;
    this.clockOffsetMillis = clockOffsetMillis;
    this.channel = FileChannel.open(log);
    LogInput input = new LogInput(channel, BUFFER_BYTES, bytes -> {});
    this.decoder = new LogDecoder(log.toString(), input, this, options.anyVersion());
  }

  /** Reads the run record. */
  RunHeader open() throws IOException {
    SimulationLog.readHeader(decoder, log, channel.size());
    return decoder.header();
  }

  /** The run's start by the reference clock. */
  long startEpochMillis() {
    return decoder.header().startEpochMillis() + clockOffsetMillis;
  }

  /** From now on records are read in the terms of the merged log. */
  void join(RunHeader merged, MergedTexts mergedTexts) {
    texts = mergedTexts;
    shiftMillis = startEpochMillis() - merged.startEpochMillis();
    mergedUnmatchedEnd = merged.unmatchedEndMillis();
    List<String> own = decoder.header().scenarios();
    scenarios = own.stream().mapToInt(merged.scenarios()::indexOf).toArray();
  }

  /** Reads the next record; false if there is none. */
  boolean advance() throws IOException {
    return decoder.read(1);
  }

  /** When the record that is held was written, in the merged log's time. */
  long dueMillis() {
    return dueMillis;
  }

  /** Tells the record that is held. */
  void emit(LogSink out) {
    switch (held) {
      case REQUEST -> out.request(id, start, end, flag, number);
      case USER -> out.user(id, flag, start);
      case GROUP -> out.group(id, start, end, number, flag);
      case ERROR -> out.error(id, start);
      case NONE -> throw new IllegalStateException("no record read");
    }
  }

  Decoded decoded() {
    return decoder.decoded();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public void string(int textId, String value) {
    if (textId >= textIds.length) {
      textIds = Arrays.copyOf(textIds, 2 * textId);
    }
    textIds[textId] = texts.text(value);
  }

  @Override
  public void path(int pathId, int parent, int nameId) {
    if (pathId >= pathIds.length) {
      pathIds = Arrays.copyOf(pathIds, 2 * pathId);
    }
    pathIds[pathId] = texts.path(pathIds[parent], textIds[nameId]);
  }

  @Override
  public void request(int pathId, int startMillis, int endMillis, boolean ok, int messageId) {
    boolean unmatched = endMillis == decoder.header().unmatchedEndMillis();
    hold(Kind.REQUEST, pathIds[pathId], startMillis, unmatched ? startMillis : endMillis);
    end = unmatched ? mergedUnmatchedEnd : end;
    flag = ok;
    number = textIds[messageId];
  }

  @Override
  public void user(int scenario, boolean starts, int millis) {
    hold(Kind.USER, scenarios[scenario], millis, millis);
    flag = starts;
  }

  @Override
  public void group(int pathId, int startMillis, int endMillis, int cumulatedMillis, boolean ok) {
    hold(Kind.GROUP, pathIds[pathId], startMillis, endMillis);
    number = cumulatedMillis;
    flag = ok;
  }

  @Override
  public void error(int messageId, int millis) {
    hold(Kind.ERROR, textIds[messageId], millis, millis);
  }

  private void hold(Kind kind, int mergedId, int startMillis, int endMillis) {
    held = kind;
    id = mergedId;
    start = shifted(startMillis);
    end = shifted(endMillis);
    dueMillis = Math.max(dueMillis, end);
  }

  private int shifted(int millis) {
    long shifted = millis + shiftMillis;
    if (shifted != (int) shifted) {
      throw new IllegalArgumentException(
          "%s: a record %,d ms after the earliest start. A log can hold %,d ms"
              .formatted(log, shifted, Integer.MAX_VALUE));
    }
    return (int) shifted;
  }
}
