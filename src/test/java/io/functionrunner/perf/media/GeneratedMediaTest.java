package io.functionrunner.perf.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.junit.jupiter.api.Test;

/** Media are real: the JDK's own decoders read them, and find in them what was put there. */
class GeneratedMediaTest {
  private static final int DRAWS = 1_000;

  /** Of base64; what docs/feeders.md promises, so that bandwidth does not bind an injector. */
  private static final int MODEST_CHARACTERS = 140_000;

  private static final Feeders FEEDERS = Feeders.builtIn(List.of("audio", "image", "video"));

  @Test
  void pngKeepsEveryPixel() throws IOException {
    BufferedImage rendered = scene(5).render(33, 17, 0);
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(Encoder.png(rendered)));
    assertEquals(33, read.getWidth());
    assertEquals(17, read.getHeight());
    assertArrayEquals(pixels(rendered), pixels(read));
  }

  @Test
  void jpegIsCloseToThePicture() throws IOException {
    BufferedImage rendered = scene(5).render(160, 90, 0);
    int[] original = pixels(rendered);
    int[] read = pixels(ImageIO.read(new ByteArrayInputStream(Encoder.jpeg(rendered))));
    double sum = 0;
    for (int i = 0; i < original.length; i++) {
      sum += Math.abs((original[i] & 255) - (read[i] & 255));
    }
    // Of 256 steps. Another scene is 50 and more away.
    assertEquals(0, sum / original.length, 10);
  }

  @Test
  void wavKeepsEverySample() throws IOException, UnsupportedAudioFileException {
    short[] samples = Voice.draw(new SplittableRandom(3)).speak(0.25, 16_000);
    try (AudioInputStream in =
        AudioSystem.getAudioInputStream(new ByteArrayInputStream(Encoder.wav(samples, 16_000)))) {
      AudioFormat format = in.getFormat();
      assertEquals(AudioFormat.Encoding.PCM_SIGNED, format.getEncoding());
      assertEquals(16_000f, format.getSampleRate());
      assertEquals(16, format.getSampleSizeInBits());
      assertEquals(1, format.getChannels());
      assertEquals(4_000, in.getFrameLength());
      short[] read = new short[4_000];
      ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(read);
      assertArrayEquals(samples, read);
    }
  }

  /** Silence and noise would compress or confuse; a voice is loud, and repeats with its pitch. */
  @Test
  void voiceHasItsPitch() {
    short[] samples = new Voice(200, 4, 9).speak(1, 16_000);
    long energy = 0;
    long correlation = 0;
    // One period of 200 Hz is 80 samples.
    for (int i = 80; i < samples.length; i++) {
      energy += (long) samples[i] * samples[i];
      correlation += (long) samples[i] * samples[i - 80];
    }
    assertTrue(Math.sqrt((double) energy / samples.length) > 1_000, "loudness");
    assertTrue(correlation > 0.9 * energy, () -> "repeats with its period");
  }

  @Test
  void initialImagesHaveTheManifestsSizes() throws IOException {
    Set<String> sizes = new TreeSet<>();
    for (Object uri : media("image", "init_image")) {
      BufferedImage image = ImageIO.read(decoded(uri, "image/png"));
      sizes.add(image.getWidth() + "x" + image.getHeight());
    }
    assertTrue(
        Set.of("192x192", "256x256", "320x192", "384x384").containsAll(sizes), sizes::toString);
    assertTrue(sizes.size() > 1, "more than one size");
  }

  @Test
  void framesOfASequenceAreOfOneSizeAndMove() throws IOException {
    Set<Integer> counts = new TreeSet<>();
    for (Object sequence : media("video", "frames")) {
      List<?> frames = (List<?>) sequence;
      counts.add(frames.size());
      assertEquals(frames.size(), Set.copyOf(frames).size(), "every frame differs");
      Set<String> sizes = new TreeSet<>();
      for (Object frame : frames) {
        BufferedImage image = ImageIO.read(decoded(frame, "image/jpeg"));
        sizes.add(image.getWidth() + "x" + image.getHeight());
      }
      assertEquals(1, sizes.size());
    }
    assertEquals(Set.of(4, 6, 8), counts);
  }

  @Test
  void referenceClipsHaveTheManifestsDurations() throws IOException, UnsupportedAudioFileException {
    Set<Double> seconds = new TreeSet<>();
    for (Object uri : media("audio", "reference_audio")) {
      try (AudioInputStream in = AudioSystem.getAudioInputStream(decoded(uri, "audio/wav"))) {
        seconds.add(in.getFrameLength() / (double) in.getFormat().getFrameRate());
      }
    }
    assertEquals(Set.of(1.0, 1.5, 2.0, 3.0), seconds);
  }

  @Test
  void mediaAreModest() {
    for (Object uri : media("image", "init_image")) {
      assertSize((String) uri);
    }
    for (Object uri : media("audio", "reference_audio")) {
      assertSize((String) uri);
    }
    for (Object frames : media("video", "frames")) {
      assertSize(String.join("", ((List<?>) frames).stream().map(Object::toString).toList()));
    }
  }

  @Test
  void sameSeedSameBytes() {
    byte[] png = Encoder.png(scene(5).render(64, 64, 0));
    byte[] jpeg = Encoder.jpeg(scene(5).render(64, 64, 0.5));
    assertArrayEquals(png, Encoder.png(scene(5).render(64, 64, 0)));
    assertArrayEquals(jpeg, Encoder.jpeg(scene(5).render(64, 64, 0.5)));
    assertNotEquals(hash(png), hash(Encoder.png(scene(6).render(64, 64, 0))));
  }

  /**
   * Recorded, not computed elsewhere: these guard the comparability of runs. Who changes what is
   * drawn changes the content of every task, and with it the meaning of a seed and of a baseline.
   * Pixels, not PNG bytes: the bytes depend on the JDK's zlib.
   */
  @Test
  void contentIsTheSameOnEveryMachine() {
    assertEquals(
        "516383aea0532e517ff63808e3106a6931db6bd57610ec0c8f361be4d18ec322",
        hash(bytes(pixels(scene(5).render(64, 48, 0.25)))));
    assertEquals(
        "0db54bba1c0b81cbee704739ae0881c86af5da8ad4cfbed9a6073b7149abdae9",
        hash(Encoder.wav(Voice.draw(new SplittableRandom(3)).speak(0.5, 16_000), 16_000)));
  }

  private static void assertSize(String uri) {
    assertTrue(
        uri.length() > 2_000 && uri.length() < MODEST_CHARACTERS,
        () -> uri.length() + " characters");
  }

  private static Scene scene(long seed) {
    return Scene.draw(new SplittableRandom(seed));
  }

  private static int[] pixels(BufferedImage image) {
    int width = image.getWidth();
    int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] &= 0xFFFFFF;
    }
    return pixels;
  }

  private static byte[] bytes(int[] pixels) {
    ByteBuffer bytes = ByteBuffer.allocate(pixels.length * Integer.BYTES);
    bytes.asIntBuffer().put(pixels);
    return bytes.array();
  }

  private static Set<Object> media(String modality, String input) {
    Set<Object> media = new HashSet<>();
    for (long seed = 0; seed < DRAWS; seed++) {
      Object value = FEEDERS.inputs(modality, "standard", seed).get(input);
      if (value != null) {
        media.add(value);
      }
    }
    return media;
  }

  private static ByteArrayInputStream decoded(Object uri, String type) {
    String prefix = "data:" + type + ";base64,";
    assertTrue(((String) uri).startsWith(prefix));
    return new ByteArrayInputStream(
        Base64.getDecoder().decode(((String) uri).substring(prefix.length())));
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
