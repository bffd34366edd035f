package io.functionrunner.perf.media;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A procedural picture: discs that move over a colour gradient, with film grain. Grain keeps a
 * lossless encoder from making almost nothing of it, as it would of flat colour.
 *
 * @param corners colours, 0xRRGGBB, of the four corners: top left, top right, bottom left, right
 * @param grainSeed seeds the noise, which is new in every frame
 */
record Scene(List<Integer> corners, List<Disc> discs, long grainSeed) {
  private static final int DISCS = 7;

  /** One pixel in so many has grain, two steps of 256 bright. */
  private static final int GRAIN_EVERY = 16;

  /** In units of the picture's sides; it moves by (dx, dy) from time 0 to 1. */
  record Disc(double x, double y, double radius, double dx, double dy, int colour) {
    boolean covers(double px, double py, double time) {
      double fromX = px - x - dx * time;
      double fromY = py - y - dy * time;
      return fromX * fromX + fromY * fromY < radius * radius;
    }
  }

  static Scene draw(SplittableRandom random) {
    List<Integer> corners = Stream.generate(() -> random.nextInt(1 << 24)).limit(4).toList();
    List<Disc> discs = Stream.generate(() -> disc(random)).limit(DISCS).toList();
    return new Scene(corners, discs, random.nextLong());
  }

  private static Disc disc(SplittableRandom random) {
    return new Disc(
        random.nextDouble(),
        random.nextDouble(),
        random.nextDouble(0.05, 0.2),
        random.nextDouble(-0.4, 0.4),
        random.nextDouble(-0.4, 0.4),
        random.nextInt(1 << 24));
  }

  /**
   * The picture, width by height pixels, at {@code time}: from 0, where the discs start, to 1,
   * where they end.
   */
  BufferedImage render(int width, int height, double time) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    SplittableRandom grain = new SplittableRandom(grainSeed + Double.doubleToLongBits(time));
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int colour = colour((double) x / width, (double) y / height, time);
        row[x] = grain.nextInt(GRAIN_EVERY) == 0 ? brightened(colour) : colour;
      }
      image.setRGB(0, y, width, 1, row, 0, width);
    }
    return image;
  }

  private int colour(double x, double y, double time) {
    for (Disc disc : discs) {
      if (disc.covers(x, y, time)) {
        return disc.colour();
      }
    }
    int top = mix(corners.get(0), corners.get(1), x);
    int bottom = mix(corners.get(2), corners.get(3), x);
    return mix(top, bottom, y);
  }

  private static int mix(int from, int to, double share) {
    int mixed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int a = from >> shift & 255;
      int b = to >> shift & 255;
      mixed |= (int) (a + (b - a) * share) << shift;
    }
    return mixed;
  }

  private static int brightened(int colour) {
    int changed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int channel = (colour >> shift & 255) + 2;
      changed |= Math.min(255, channel) << shift;
    }
    return changed;
  }
}
