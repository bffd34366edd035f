package io.functionrunner.perf.media;

import java.util.random.RandomGenerator;

/** A distribution that inputs are drawn from. Immutable: all state is the caller's generator. */
sealed interface Draw<T> permits Choice, QuantileCurve {
  T draw(RandomGenerator random);
}
