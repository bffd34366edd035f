/**
 * The runs of several injectors put together: one run directory like any other. Each part is read,
 * what must agree is held against the others, clocks are brought to one, and each file is merged.
 */
package io.functionrunner.perf.merge;
