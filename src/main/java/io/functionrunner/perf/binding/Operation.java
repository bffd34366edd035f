package io.functionrunner.perf.binding;

/** A call about an accepted task, and how to read its answer. */
record Operation(Call call, Reading reading) {}
