/**
 * The injector's own health: what its process and host did while it made the load, sampled into a
 * file of the run, and the judgement whether it was the injector that was measured. See
 * docs/injector-health.md.
 */
package io.functionrunner.perf.injector;
