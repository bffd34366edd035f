package io.functionrunner.perf.kpi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts failures by message, for as many distinct messages as are worth a reader's time. */
final class ErrorMessages {
  private static final int MAX_DISTINCT = 1_000;

  private final Map<Integer, Integer> slots = new HashMap<>();
  private final List<String> messages = new ArrayList<>();
  private final GrowingCounts counts = new GrowingCounts();
  private long others;

  void add(int messageId, LogTexts texts) {
    Integer slot = slots.get(messageId);
    if (slot == null) {
      String message = messages.size() < MAX_DISTINCT ? texts.find(messageId) : null;
      if (message == null) {
        others++;
        return;
      }
      slot = messages.size();
      slots.put(messageId, slot);
      messages.add(message);
    }
    counts.increment(slot);
  }

  /** By falling count. */
  List<ErrorCount> toList() {
    int[] sums = counts.toArray(messages.size());
    List<ErrorCount> errors = new ArrayList<>();
    for (int slot = 0; slot < sums.length; slot++) {
      errors.add(new ErrorCount(messages.get(slot), sums[slot]));
    }
    errors.sort(Comparator.comparingLong(ErrorCount::count).reversed());
    return errors;
  }

  long others() {
    return others;
  }
}
