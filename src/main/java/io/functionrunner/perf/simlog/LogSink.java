package io.functionrunner.perf.simlog;

/**
 * What a simulation.log says, one call a record and no object per record. Times are milliseconds
 * since {@link RunHeader#startEpochMillis()}.
 *
 * <p>Texts and names come as ids, from 1 and dense. A text is told once, by {@link #string}, right
 * before its first use. Groups and requests are paths: {@link #path} tells, once and before its
 * first use, that a path is a name below another path, 0 being the root. So the request {@code pay}
 * in the groups {@code shop} and {@code cart} is the path {@code shop} → {@code cart} → {@code
 * pay}.
 *
 * <p>After a {@link LogFollower} has met half a record, a text may be told a second time, with the
 * same id and value.
 */
public interface LogSink {
  /** The first record, exactly once. */
  default void run(RunHeader header) {}

  /** A text that the next calls use under this id. */
  default void string(int id, String value) {}

  /**
   * A path that the next calls use under this id.
   *
   * @param parent the path above, 0 for the root
   * @param nameId the text that is its last element
   */
  default void path(int id, int parent, int nameId) {}

  /**
   * A request that ended.
   *
   * @param pathId its groups and, as last element, its name
   * @param messageId why it failed; the id of an empty text if there is nothing to say
   */
  default void request(int pathId, int startMillis, int endMillis, boolean ok, int messageId) {}

  /**
   * A virtual user that started or ended.
   *
   * @param scenario index into {@link RunHeader#scenarios()}
   */
  default void user(int scenario, boolean start, int millis) {}

  /**
   * A group that was left.
   *
   * @param cumulatedMillis sum of the response times in it, without the pauses
   */
  default void group(int pathId, int startMillis, int endMillis, int cumulatedMillis, boolean ok) {}

  /** A failure outside of any request, for instance a request that could not be built. */
  default void error(int messageId, int millis) {}
}
