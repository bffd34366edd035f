package io.functionrunner.perf.simlog;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real and generated logs, damaged in every way that a seeded generator can think of. */
@Timeout(60)
class LogDecoderMutationTest {
  private static final int MUTATIONS = 1_000;
  private static final int[] INTERESTING = {
    0, 1, -1, -2, 127, 128, 255, 256, 65_536, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE
  };

  @TempDir Path directory;

  @Test
  void damageIsAnOutcomeAndNeverAnythingElse() throws IOException {
    Path generated = directory.resolve("generated.log");
    new LogGenerator(5, 100, 10).write(generated);
    byte[][] logs = {
      Files.readAllBytes(generated),
      Files.readAllBytes(RecordedLogTest.RECORDED.resolve("gatling-3.13.4/simulation.log")),
      Files.readAllBytes(RecordedLogTest.RECORDED.resolve("gatling-3.15.1/simulation.log"))
    };
    SplittableRandom random = new SplittableRandom(1);
    Map<HostileLog.Outcome, Integer> outcomes = new EnumMap<>(HostileLog.Outcome.class);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] damaged = damage(logs[i % logs.length], random);
      outcomes.merge(HostileLog.decode(damaged, directory.resolve("damaged.log")), 1, Integer::sum);
    }
    // All three were met, so the damage reached the header and the records.
    for (HostileLog.Outcome outcome : HostileLog.Outcome.values()) {
      assertTrue(outcomes.getOrDefault(outcome, 0) > 10, outcomes::toString);
    }
  }

  private static byte[] damage(byte[] log, SplittableRandom random) {
    byte[] bytes = log.clone();
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      // Half of the damage is near the start, where the lengths are.
      int at = random.nextInt(random.nextBoolean() ? Math.min(300, bytes.length) : bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> {
          int value = INTERESTING[random.nextInt(INTERESTING.length)];
          for (int i = 0; i < 4 && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >>> (24 - 8 * i));
          }
        }
        default -> {
          byte[] spliced = Arrays.copyOf(bytes, bytes.length);
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(64), bytes.length - Math.max(at, from));
          System.arraycopy(bytes, from, spliced, at, length);
          bytes = random.nextInt(4) == 0 ? Arrays.copyOf(spliced, Math.max(1, at)) : spliced;
        }
      }
    }
    return bytes;
  }
}
