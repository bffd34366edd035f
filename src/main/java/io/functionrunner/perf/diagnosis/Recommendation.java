package io.functionrunner.perf.diagnosis;

/**
 * What to change, and why.
 *
 * @param rule of the table that it comes from
 * @param because the condition, with its numbers
 * @param change what to do
 */
public record Recommendation(String rule, String because, String change) {}
