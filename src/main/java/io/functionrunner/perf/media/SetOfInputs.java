package io.functionrunner.perf.media;

import java.util.Map;

/**
 * What a choice with {@code "set"} draws: inputs that belong together, such as width and height.
 */
record SetOfInputs(Map<String, Object> inputs) {}
