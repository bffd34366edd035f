package io.functionrunner.perf.media;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pixels and samples to the bytes of files. Same input on the same JDK: same bytes. */
final class Encoder {
  private static final int WAV_HEADER_BYTES = 44;
  private static final short PCM = 1;

  private Encoder() {}

  static byte[] png(BufferedImage image) {
    return encode(image, "png");
  }

  static byte[] jpeg(BufferedImage image) {
    return encode(image, "jpeg");
  }

  /** RIFF/WAVE, one channel of 16-bit PCM. */
  static byte[] wav(short[] samples, int sampleRateHz) {
    int dataBytes = samples.length * Short.BYTES;
    ByteBuffer wav =
        ByteBuffer.allocate(WAV_HEADER_BYTES + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(ascii("RIFF")).putInt(WAV_HEADER_BYTES - 8 + dataBytes).put(ascii("WAVE"));
    wav.put(ascii("fmt ")).putInt(16).putShort(PCM);
    wav.putShort((short) 1).putInt(sampleRateHz).putInt(sampleRateHz * Short.BYTES);
    wav.putShort((short) Short.BYTES).putShort((short) Short.SIZE);
    wav.put(ascii("data")).putInt(dataBytes);
    wav.asShortBuffer().put(samples);
    return wav.array();
  }

  private static byte[] ascii(String chunk) {
    return chunk.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] encode(BufferedImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    // ImageIO.write would go through a temporary file.
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(image);
    } catch (IOException e) {
      throw new UncheckedIOException("no " + format + " from a picture in memory", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
