/**
 * What the load looks like while it runs: a page for people, and the injector's own Prometheus
 * metrics, all named {@code loadtest_}, served over HTTP or pushed. Labels of metrics are bounded:
 * templates, qualities, outcomes and phases; never a task's id, a host, or a server's text.
 */
package io.functionrunner.perf.live;
