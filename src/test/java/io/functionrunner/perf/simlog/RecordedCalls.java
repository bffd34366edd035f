package io.functionrunner.perf.simlog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A sink that keeps every record as a line of text, with names instead of ids. */
final class RecordedCalls implements LogSink {
  final List<String> lines = new ArrayList<>();
  private final Map<Integer, String> texts = new HashMap<>();
  private final Map<Integer, String> paths = new HashMap<>(Map.of(0, ""));

  @Override
  public void run(RunHeader header) {
    lines.add("run " + header.simulationClass() + " " + header.scenarios());
  }

  @Override
  public void string(int id, String value) {
    texts.put(id, value);
  }

  @Override
  public void path(int id, int parent, int nameId) {
    paths.put(id, paths.get(parent) + "/" + texts.get(nameId));
  }

  @Override
  public void request(int pathId, int startMillis, int endMillis, boolean ok, int messageId) {
    lines.add(
        "request %s %d %d %s %s"
            .formatted(paths.get(pathId), startMillis, endMillis, ok, texts.get(messageId)));
  }

  @Override
  public void user(int scenario, boolean start, int millis) {
    lines.add("user %d %s %d".formatted(scenario, start, millis));
  }

  @Override
  public void group(int pathId, int startMillis, int endMillis, int cumulatedMillis, boolean ok) {
    lines.add(
        "group %s %d %d %d %s"
            .formatted(paths.get(pathId), startMillis, endMillis, cumulatedMillis, ok));
  }

  @Override
  public void error(int messageId, int millis) {
    lines.add("error %s %d".formatted(texts.get(messageId), millis));
  }
}
