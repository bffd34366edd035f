/**
 * Grafana: dashboards as code, the files that provision them, and what is told to a Grafana over
 * HTTP: dashboards, and a run's moments as annotations.
 */
package io.functionrunner.perf.grafana;
