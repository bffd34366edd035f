package io.functionrunner.perf.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** A task's result: a small file that a player or viewer accepts, the same for the same content. */
final class Artifact {
  private static final int SIDE_PIXELS = 16;
  private static final int VIDEO_FRAMES = 4;
  private static final int SAMPLES_PER_SECOND = 8_000;
  private static final int AUDIO_SAMPLES = SAMPLES_PER_SECOND / 4;
  private static final int TEXT_WORDS = 40;
  private static final String[] WORDS = {
    "queue", "worker", "token", "frame", "sample", "pixel", "load", "latency", "arrival", "service",
    "backlog", "knee", "rate", "window", "steady", "burst"
  };

  private Artifact() {}

  static Reply of(Submission task) {
    SplittableRandom random = new SplittableRandom(task.content().value());
    return switch (task.modality()) {
      case IMAGE -> Reply.of(200, "image/png", png(random));
      case VIDEO -> Reply.of(200, "video/x-yuv4mpeg", y4m(random));
      case AUDIO -> Reply.of(200, "audio/wav", wav(random));
      case TEXT ->
          Reply.of(200, "text/plain;charset=utf-8", text(random).getBytes(StandardCharsets.UTF_8));
    };
  }

  /** 8-bit greyscale noise (PNG specification, chunks IHDR, IDAT, IEND). */
  private static byte[] png(SplittableRandom random) {
    ByteBuffer rows = ByteBuffer.allocate(SIDE_PIXELS * (1 + SIDE_PIXELS));
    for (int y = 0; y < SIDE_PIXELS; y++) {
      rows.put((byte) 0).put(bytes(random, SIDE_PIXELS));
    }
    ByteBuffer header = ByteBuffer.allocate(13);
    header.putInt(SIDE_PIXELS).putInt(SIDE_PIXELS).put((byte) 8);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    png.writeBytes(chunk("IHDR", header.array()));
    png.writeBytes(chunk("IDAT", deflate(rows.array())));
    png.writeBytes(chunk("IEND", new byte[0]));
    return png.toByteArray();
  }

  private static byte[] chunk(String type, byte[] data) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + data.length);
    chunk.putInt(data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + data.length);
    return chunk.putInt((int) crc.getValue()).array();
  }

  private static byte[] deflate(byte[] data) {
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(data);
      deflater.finish();
      byte[] out = new byte[2 * data.length + 64];
      return Arrays.copyOf(out, deflater.deflate(out));
    } finally {
      deflater.end();
    }
  }

  /** Uncompressed video: a header line, then FRAME and the three planes of 4:2:0. */
  private static byte[] y4m(SplittableRandom random) {
    ByteArrayOutputStream video = new ByteArrayOutputStream();
    video.writeBytes(
        "YUV4MPEG2 W%d H%d F25:1 Ip A1:1 C420jpeg\n"
            .formatted(SIDE_PIXELS, SIDE_PIXELS)
            .getBytes(StandardCharsets.US_ASCII));
    for (int frame = 0; frame < VIDEO_FRAMES; frame++) {
      video.writeBytes("FRAME\n".getBytes(StandardCharsets.US_ASCII));
      video.writeBytes(bytes(random, SIDE_PIXELS * SIDE_PIXELS * 3 / 2));
    }
    return video.toByteArray();
  }

  /** A quarter of a second of 8-bit mono noise (RIFF, PCM). */
  private static byte[] wav(SplittableRandom random) {
    ByteBuffer wav = ByteBuffer.allocate(44 + AUDIO_SAMPLES).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + AUDIO_SAMPLES);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1);
    wav.putInt(SAMPLES_PER_SECOND).putInt(SAMPLES_PER_SECOND);
    wav.putShort((short) 1).putShort((short) 8);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(AUDIO_SAMPLES);
    return wav.put(bytes(random, AUDIO_SAMPLES)).array();
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < TEXT_WORDS; i++) {
      text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.append('\n').toString();
  }

  private static byte[] bytes(SplittableRandom random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
