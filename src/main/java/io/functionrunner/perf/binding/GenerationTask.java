package io.functionrunner.perf.binding;

import java.util.Map;

/**
 * What a user asks of the function runner.
 *
 * @param template for instance {@code image_generation_v1}
 * @param quality for instance {@code draft}
 * @param inputs JSON-like values: text, numbers, booleans, lists, maps; bytes are base64 in JSON
 *     and themselves in an upload. A text may be a {@link
 *     com.fasterxml.jackson.core.SerializableString}, which knows itself escaped
 */
public record GenerationTask(String template, String quality, Map<String, Object> inputs) {}
