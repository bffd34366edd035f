package io.functionrunner.perf.kpi;

/** A KPI with its value in one run. */
public record Reading(Kpi kpi, KpiValue value) {}
