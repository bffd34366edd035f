package io.functionrunner.perf.kpi;

/**
 * What one completed task of a measured phase took, to be compared with the same task of another
 * run.
 *
 * @param user and {@code index}: name the task in every run with the same profile and seed
 * @param batch of the run's equal stretches of time, in which it was submitted
 * @param millis submission to completion, on the basis of its class
 */
public record TaskTime(long user, int index, TaskClass taskClass, int batch, int millis) {}
