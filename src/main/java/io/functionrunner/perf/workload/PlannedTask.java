package io.functionrunner.perf.workload;

/**
 * A task that a user means to submit. Known before the run: same seed, same tasks.
 *
 * @param user global index of the user, from 0
 * @param index of the task among those of its user, from 0
 * @param offsetMillis intended submission, since the load's start
 * @param inputSeed what the task's inputs are drawn from
 */
public record PlannedTask(
    long user, int index, long offsetMillis, Modality modality, Quality quality, long inputSeed) {}
