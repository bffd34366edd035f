package io.functionrunner.perf.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.workload.Modality;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The artifacts are read by decoders that are not ours. */
class ArtifactTest {
  @Test
  void anImageIsAPng() throws Exception {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes(Modality.IMAGE, 1)));
    assertEquals(16, image.getWidth());
    assertEquals(16, image.getHeight());
  }

  @Test
  void aSoundIsAWav() throws Exception {
    try (AudioInputStream sound =
        AudioSystem.getAudioInputStream(new ByteArrayInputStream(bytes(Modality.AUDIO, 1)))) {
      assertEquals(8_000, sound.getFormat().getSampleRate());
      assertEquals(2_000, sound.getFrameLength());
    }
  }

  @Test
  void aVideoIsFourFramesOfYuv4mpeg() {
    String video = new String(bytes(Modality.VIDEO, 1), StandardCharsets.ISO_8859_1);
    int headerEnd = video.indexOf('\n') + 1;
    assertTrue(video.startsWith("YUV4MPEG2 W16 H16 "), video.substring(0, headerEnd));
    int frameBytes = "FRAME\n".length() + 16 * 16 * 3 / 2;
    assertEquals(headerEnd + 4 * frameBytes, video.length());
    for (int frame = 0; frame < 4; frame++) {
      assertTrue(video.startsWith("FRAME\n", headerEnd + frame * frameBytes), "frame " + frame);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSameContentGivesTheSameBytesAndOtherContentOthers(Modality modality) {
    assertEquals(text(modality, 1), text(modality, 1));
    assertNotEquals(text(modality, 1), text(modality, 2));
  }

  private static String text(Modality modality, long number) {
    return new String(bytes(modality, number), StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(Modality modality, long number) {
    Reply reply = Artifact.of(VirtualRunner.submission(modality, number));
    byte[] bytes = new byte[reply.body().remaining()];
    reply.body().duplicate().get(bytes);
    return bytes;
  }
}
