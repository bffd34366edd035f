package io.functionrunner.perf.simlog;

import java.util.Optional;

/**
 * A log that was read: complete, or up to a truncation.
 *
 * @param records records told to the sink, the run record not counted
 * @param bytes bytes read as records
 * @param truncation empty when the log ends where a record ends
 */
public record Decoded(
    RunHeader header, long records, long bytes, Optional<Truncation> truncation) {}
