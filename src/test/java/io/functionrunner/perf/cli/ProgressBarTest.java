package io.functionrunner.perf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

  private static final long SECOND = 1_000_000_000L;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final AtomicLong now = new AtomicLong(7);
  private final ProgressBar bar =
      new ProgressBar(1000, new PrintStream(out, true, StandardCharsets.UTF_8), now::get);

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void saysNothingOfAShortReading() {
    now.addAndGet(SECOND);
    bar.accept(900);
    bar.done();
    assertEquals("", text());
  }

  @Test
  void showsShareAndTimeLeftOfALongOne() {
    now.addAndGet(4 * SECOND);
    bar.accept(250);
    assertTrue(text().contains("[##########.............................."), text());
    assertTrue(text().contains(" 25 %, 12.0 s left"), text());
    int length = text().length();
    bar.accept(251);
    assertEquals(length, text().length(), "not more often than one can read");
    bar.done();
    assertTrue(text().endsWith("\r"));
  }
}
