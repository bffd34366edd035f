package io.functionrunner.perf.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.functionrunner.perf.capacity.Capacity;
import io.functionrunner.perf.capacity.Level;
import io.functionrunner.perf.stats.Scalability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * Throughput against concurrency as the page's chart wants it: the levels, the law through them as
 * a line of points, and what is marked. Rates are tasks per second.
 */
final class CapacityData {

  /** Points of the law's line, so that it looks like a curve. */
  private static final int POINTS = 80;

  private static final double BEYOND = 1.05;

  private CapacityData() {}

  static void writeTo(ObjectNode node, Capacity capacity) {
    List<Level> levels = new ArrayList<>(capacity.levels());
    levels.sort(Comparator.comparingDouble(Level::inFlight));
    ArrayNode all = node.putArray("levels");
    for (Level level : levels) {
      all.addObject()
          .put("name", level.phase().name())
          .put("inFlight", level.inFlight())
          .put("offered", level.offeredPerSecond())
          .put("completed", level.completedPerSecond())
          .put("carried", level.carried());
    }
    double most = levels.isEmpty() ? 0 : levels.get(levels.size() - 1).inFlight();
    TreeSet<Double> at = new TreeSet<>();
    levels.forEach(l -> at.add(l.inFlight()));
    for (double i = 0; i <= POINTS; i++) {
      // Closer together where the law bends.
      at.add(most * BEYOND * (i / POINTS) * (i / POINTS));
    }
    ArrayNode x = node.putArray("x");
    at.forEach(x::add);
    Optional<Scalability> law = capacity.scalability();
    if (law.isPresent()) {
      ArrayNode line = node.putArray("law");
      at.forEach(n -> line.add(law.get().throughput(n)));
    }
    AnalysisJson.put(node, "limit", limit(capacity));
    capacity.optimum().ifPresent(l -> node.put("optimum", l.inFlight()));
    capacity.breakPoint().ifPresent(l -> node.put("breaks", l.inFlight()));
  }

  /** What a search found, or else what the levels tell. */
  private static OptionalDouble limit(Capacity capacity) {
    return capacity
        .breakingPoint()
        .flatMap(b -> b.estimate())
        .map(e -> OptionalDouble.of(e.tasksPerSecond()))
        .orElseGet(capacity::tasksPerSecond);
  }
}
