package io.functionrunner.perf.media;

import java.util.SplittableRandom;

/**
 * A procedural voice: a tone with falling overtones, in syllables, over breath noise.
 *
 * @param pitchHz of the fundamental
 * @param syllablesPerSecond how often loudness rises and falls
 * @param noiseSeed seeds the breath
 */
record Voice(double pitchHz, double syllablesPerSecond, long noiseSeed) {
  private static final int OVERTONES = 4;
  private static final double LOUDNESS = 9_000;
  private static final double BREATH = 400;

  static Voice draw(SplittableRandom random) {
    // 85 to 255 Hz: the range of speaking voices; 3 to 6 syllables a second: of ordinary speech.
    return new Voice(random.nextDouble(85, 255), random.nextDouble(3, 6), random.nextLong());
  }

  short[] speak(double seconds, int sampleRateHz) {
    SplittableRandom noise = new SplittableRandom(noiseSeed);
    short[] samples = new short[(int) Math.round(seconds * sampleRateHz)];
    for (int i = 0; i < samples.length; i++) {
      double time = (double) i / sampleRateHz;
      double tone = 0;
      for (int overtone = 1; overtone <= OVERTONES; overtone++) {
        tone += sine(pitchHz * overtone * time) / overtone;
      }
      double envelope = 0.5 - 0.5 * sine(syllablesPerSecond * time + 0.25);
      double breath = BREATH * noise.nextDouble(-1, 1);
      samples[i] = (short) (LOUDNESS * envelope * tone + breath);
    }
    return samples;
  }

  /** Of a number of turns. StrictMath: the same samples on every JDK. */
  private static double sine(double turns) {
    return StrictMath.sin(2 * Math.PI * turns);
  }
}
