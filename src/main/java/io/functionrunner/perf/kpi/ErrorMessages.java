package io.functionrunner.perf.kpi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Counts failures by message, for as many distinct messages as are worth a reader's time. */
final class ErrorMessages {
  private static final int MAX_DISTINCT = 1_000;

  /** Ids from here on are counted as others. */
  private static final int MAX_ID = 1 << 20;

  /** By message id: its index in {@link #messages} plus 1. */
  private int[] slots = new int[64];

  private final List<String> messages = new ArrayList<>();
  private final GrowingCounts counts = new GrowingCounts();
  private long others;

  void add(int messageId, LogTexts texts) {
    int slot = messageId < slots.length ? slots[messageId] : 0;
    if (slot == 0) {
      slot = keep(messageId, texts);
    }
    if (slot == 0) {
      others++;
    } else {
      counts.increment(slot - 1);
    }
  }

  /** The slot of a message that had none; 0 if it gets none. */
  private int keep(int messageId, LogTexts texts) {
    String message = messages.size() < MAX_DISTINCT ? texts.find(messageId) : null;
    if (message == null || messageId >= MAX_ID) {
      return 0;
    }
    messages.add(message);
    if (messageId >= slots.length) {
      slots = Arrays.copyOf(slots, 2 * messageId);
    }
    slots[messageId] = messages.size();
    return messages.size();
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
