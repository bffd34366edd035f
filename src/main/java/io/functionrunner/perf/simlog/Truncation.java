package io.functionrunner.perf.simlog;

/**
 * Why a log could not be read to its end. Everything before {@code atByte} has been told to the
 * sink and is good.
 *
 * @param atByte where the record begins that could not be read
 * @param afterRecords records read before it, the run record not counted
 * @param reason for people, for instance {@code the file ends inside a request record}
 */
public record Truncation(Kind kind, long atByte, long afterRecords, String reason) {

  /** What is wrong with the bytes that follow. */
  public enum Kind {
    /** The file ends inside a record: whoever wrote it was killed. */
    CUT,
    /** The bytes are no record. */
    CORRUPT
  }

  /** One line for people. */
  public String text() {
    return "%s at byte %,d after %,d records: %s"
        .formatted(kind == Kind.CUT ? "cut" : "corrupt", atByte, afterRecords, reason);
  }
}
