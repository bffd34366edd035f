package io.functionrunner.perf.simlog;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The format: each {@code read} method has a record's fields in the order they are on disk. See
 * docs/simulation-log.md.
 *
 * <p>A decoder stands at a record's start whenever control is outside of it, so it can go on when
 * the file has grown.
 */
final class LogDecoder {
  /** Gatling versions whose logs are among the tests. */
  static final List<String> KNOWN_VERSIONS = List.of("3.13", "3.14", "3.15");

  private static final Pattern VERSION = Pattern.compile("\\d{1,4}\\.\\d{1,4}(\\.[\\w.+-]{1,40})?");
  private static final Pattern TEXT_LOG =
      Pattern.compile("(RUN|ASSERTION|USER|REQUEST|GROUP|ERROR)\t.*", Pattern.DOTALL);
  private static final int MAX_VERSION_BYTES = 64;
  private static final int MAX_SCENARIOS = 10_000;
  private static final int MAX_GROUP_DEPTH = 1_000;

  private static final byte REQUEST = 1;
  private static final byte USER = 2;
  private static final byte GROUP = 3;
  private static final byte ERROR = 4;

  /** Bytes of a record up to the groups' names, and of each kind behind them. */
  private static final int PATH_OFFSET = 5;

  private static final int REQUEST_BYTES = 17;
  private static final int GROUP_BYTES = 13;
  private static final int USER_BYTES = 5;

  private final String file;
  private final LogInput input;
  private final LogSink sink;
  private final boolean anyVersion;
  private final Paths paths = new Paths();
  private RunHeader header;
  private int scenarios;
  private int strings;
  private long records;
  private byte kind;
  private Truncation truncation;

  LogDecoder(String file, LogInput input, LogSink sink, boolean anyVersion) {
    this.file = file;
    this.input = input;
    this.sink = sink;
    this.anyVersion = anyVersion;
  }

  /** Null until {@link #readHeader()} has returned. */
  RunHeader header() {
    return header;
  }

  long records() {
    return records;
  }

  /** Where the next record begins. */
  long offset() {
    return input.offset();
  }

  /**
   * Reads the run record.
   *
   * @throws EOFException if the file ends inside it
   */
  void readHeader() throws IOException {
    try {
      byte first = input.readByte();
      if (first != 0) {
        throw new NotASimulationLog(notALog(first));
      }
      RunHeader run = readRun();
      header = run;
      scenarios = run.scenarios().size();
      sink.run(run);
    } catch (CorruptRecord e) {
      throw new NotASimulationLog(
          "%s: not a simulation.log: no run record (%s)".formatted(file, e.getMessage()));
    } catch (EOFException e) {
      input.seek(0);
      throw e;
    }
  }

  /**
   * Reads up to {@code max} records; false if there were not as many, at the file's end or for the
   * reason in {@link Decoded#truncation()}. It can be tried again when the file has grown.
   */
  boolean read(int max) throws IOException {
    long start = input.offset();
    int stringsBefore = strings;
    truncation = null;
    try {
      for (int i = 0; i < max; i++) {
        if (readKnown()) {
          records++;
          continue;
        }
        if (input.atEnd()) {
          return false;
        }
        start = input.offset();
        stringsBefore = strings;
        readRecord();
        records++;
      }
      return true;
    } catch (EOFException e) {
      stop(Truncation.Kind.CUT, start, "the file ends inside " + kindName());
    } catch (CorruptRecord e) {
      stop(Truncation.Kind.CORRUPT, start, kindName() + ": " + e.getMessage());
    }
    strings = stringsBefore;
    return false;
  }

  /** What has been read so far; the run record must have been. */
  Decoded decoded() {
    return new Decoded(header, records, input.offset(), Optional.ofNullable(truncation));
  }

  private void stop(Truncation.Kind why, long start, String reason) {
    truncation = new Truncation(why, start, records, reason);
    input.seek(start);
  }

  private RunHeader readRun() throws IOException {
    String version = readVersion();
    String simulationClass = input.readString();
    long startEpochMillis = input.readLong();
    String description = input.readString();
    int scenarioCount = input.readLength(MAX_SCENARIOS, "scenarios");
    List<String> scenarios = new ArrayList<>();
    for (int i = 0; i < scenarioCount; i++) {
      scenarios.add(input.readString());
    }
    int assertionCount = input.readLength(MAX_SCENARIOS, "assertions");
    List<ByteBuffer> assertions = new ArrayList<>();
    for (int i = 0; i < assertionCount; i++) {
      assertions.add(ByteBuffer.wrap(input.readBytes()));
    }
    return new RunHeader(
        version, simulationClass, startEpochMillis, description, scenarios, assertions);
  }

  /**
   * Reads a record if it is buffered and all its texts are known, as those of nearly all are: then
   * its fields are where they are at once. False if it is another one.
   */
  private boolean readKnown() {
    byte[] bytes = input.buffer();
    int at = input.position();
    int left = input.limit() - at - PATH_OFFSET;
    if (left < REQUEST_BYTES) {
      return false;
    }
    // How many groups a request or a group is in, or the scenario of a user.
    int first = LogInput.intAt(bytes, at + 1);
    return switch (bytes[at]) {
      case REQUEST -> isBuffered(first, left) && readKnownRequest(bytes, at + PATH_OFFSET, first);
      case USER -> readKnownUser(bytes, at + PATH_OFFSET, first);
      case GROUP -> isBuffered(first, left) && readKnownGroup(bytes, at + PATH_OFFSET, first);
      default -> false;
    };
  }

  private static boolean isBuffered(int depth, int left) {
    return depth == 0 || (depth > 0 && depth <= (left - REQUEST_BYTES) / Integer.BYTES);
  }

  private boolean readKnownUser(byte[] bytes, int at, int scenario) {
    byte start = bytes[at];
    if (scenario < 0 || scenario >= scenarios || (start & ~1) != 0) {
      return false;
    }
    input.position(at + USER_BYTES);
    sink.user(scenario, start != 0, LogInput.intAt(bytes, at + 1));
    return true;
  }

  private boolean readKnownRequest(byte[] bytes, int names, int depth) {
    int group = depth == 0 ? 0 : knownPath(bytes, names, depth);
    if (group == 0 && depth != 0) {
      return false;
    }
    int at = names + depth * Integer.BYTES;
    int path = known(group, -LogInput.intAt(bytes, at));
    byte ok = bytes[at + 12];
    int message = -LogInput.intAt(bytes, at + 13);
    if (path == 0 || (ok & ~1) != 0 || !isKnown(message)) {
      return false;
    }
    input.position(at + REQUEST_BYTES);
    sink.request(
        path, LogInput.intAt(bytes, at + 4), LogInput.intAt(bytes, at + 8), ok != 0, message);
    return true;
  }

  private boolean readKnownGroup(byte[] bytes, int names, int depth) {
    int path = knownPath(bytes, names, depth);
    int at = names + depth * Integer.BYTES;
    byte ok = bytes[at + 12];
    if (path == 0 || (ok & ~1) != 0) {
      return false;
    }
    input.position(at + GROUP_BYTES);
    sink.group(
        path,
        LogInput.intAt(bytes, at),
        LogInput.intAt(bytes, at + 4),
        LogInput.intAt(bytes, at + 8),
        ok != 0);
    return true;
  }

  /** The path of names that follow each other; 0 if it, or one of them, is not known. */
  private int knownPath(byte[] bytes, int names, int count) {
    int path = 0;
    for (int i = 0; i < count; i++) {
      path = known(path, -LogInput.intAt(bytes, names + i * Integer.BYTES));
      if (path == 0) {
        return 0;
      }
    }
    return path;
  }

  /** The path of a name below another path; 0 if either is not known. */
  private int known(int parent, int nameId) {
    return isKnown(nameId) ? paths.find(parent, nameId) : 0;
  }

  private void readRecord() throws IOException {
    kind = input.readByte();
    switch (kind) {
      case REQUEST -> readRequest();
      case USER -> readUser();
      case GROUP -> readGroup();
      case ERROR -> readError();
      default -> throw new CorruptRecord("Expecting 1 to 4");
    }
  }

  private void readRequest() throws IOException {
    int group = readPath();
    int path = child(group, readCachedString());
    int startMillis = input.readInt();
    int endMillis = input.readInt();
    boolean ok = input.readBoolean();
    int message = readCachedString();
    sink.request(path, startMillis, endMillis, ok, message);
  }

  private void readUser() throws IOException {
    int scenario = input.readLength(scenarios - 1, "as scenario");
    boolean start = input.readBoolean();
    int millis = input.readInt();
    sink.user(scenario, start, millis);
  }

  private void readGroup() throws IOException {
    int path = readPath();
    int startMillis = input.readInt();
    int endMillis = input.readInt();
    int cumulatedMillis = input.readInt();
    boolean ok = input.readBoolean();
    sink.group(path, startMillis, endMillis, cumulatedMillis, ok);
  }

  private void readError() throws IOException {
    int message = readCachedString();
    int millis = input.readInt();
    sink.error(message, millis);
  }

  private int readPath() throws IOException {
    int depth = input.readLength(MAX_GROUP_DEPTH, "groups");
    int path = 0;
    for (int i = 0; i < depth; i++) {
      path = child(path, readCachedString());
    }
    return path;
  }

  /** A positive index is the next new text, which follows; a negative one names an earlier text. */
  private int readCachedString() throws IOException {
    int index = input.readInt();
    if (isKnown(-index)) {
      return -index;
    }
    if (index != strings + 1) {
      throw new CorruptRecord("text with index %d where %d are known".formatted(index, strings));
    }
    String value = input.readString();
    strings = index;
    sink.string(index, value);
    return index;
  }

  private boolean isKnown(int textId) {
    return textId > 0 && textId <= strings;
  }

  private int child(int parent, int nameId) {
    int known = paths.find(parent, nameId);
    if (known != 0) {
      return known;
    }
    int id = paths.add(parent, nameId);
    sink.path(id, parent, nameId);
    return id;
  }

  private String readVersion() throws IOException {
    int length = input.readLength(MAX_VERSION_BYTES, "bytes of version");
    StringBuilder version = new StringBuilder();
    for (int i = 0; i < length; i++) {
      version.append((char) (input.readByte() & 0xFF));
    }
    if (!VERSION.matcher(version).matches() || input.readByte() != 0) {
      throw new CorruptRecord("no Gatling version in it");
    }
    String minor = version.toString().replaceFirst("^(\\d+\\.\\d+).*", "$1");
    if (!KNOWN_VERSIONS.contains(minor) && !anyVersion) {
      throw new UnsupportedVersion(file, version.toString(), KNOWN_VERSIONS);
    }
    return version.toString();
  }

  private String notALog(byte first) throws IOException {
    StringBuilder start = new StringBuilder().append((char) (first & 0xFF));
    while (start.length() < 10 && !input.atEnd()) {
      start.append((char) (input.readByte() & 0xFF));
    }
    return TEXT_LOG.matcher(start).matches()
        ? "%s: a text log, as Gatling wrote them until 3.12. Known are the binary ones of %s"
            .formatted(file, String.join(", ", KNOWN_VERSIONS))
        : "%s: not a simulation.log: its first byte is %d. Expecting 0, a run record"
            .formatted(file, first & 0xFF);
  }

  private String kindName() {
    return switch (kind) {
      case REQUEST -> "a request record";
      case USER -> "a user record";
      case GROUP -> "a group record";
      case ERROR -> "an error record";
      default -> "a record with header " + kind;
    };
  }
}
