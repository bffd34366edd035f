package io.functionrunner.perf.media;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/** One member of a manifest's {@code media}: the share of tasks, and the pool chosen from. */
final class MediaReader {
  private static final int MAX_ITEMS = 64;
  private static final int MAX_FILES = 1_000;
  private static final int MAX_FILE_BYTES = 8 << 20;

  /** Of one pool, in memory: what the injector's heap has to hold. */
  private static final int MAX_POOL_CHARACTERS = 64 << 20;

  private static final int MAX_SIDE_PIXELS = 1_024;
  private static final int MAX_FRAMES = 32;
  private static final int MAX_SECONDS = 60;

  private MediaReader() {}

  static MediaInput read(String name, ManifestNode node, List<String> qualities, Folder folder) {
    node.allow("share", "generate", "files", "with", "source");
    if (node.has("generate") == node.has("files")) {
      throw node.error("needs one source of media", "either \"generate\" or \"files\"");
    }
    List<Field> with = new ArrayList<>();
    node.find("with")
        .ifPresent(
            fields ->
                fields
                    .members()
                    .forEach((key, each) -> with.add(DrawReader.field(key, each, qualities))));
    List<Object> pool =
        node.has("files") ? files(node.at("files"), folder) : generated(node.at("generate"));
    return new MediaInput(name, node.at("share").number(0, 1), pool, List.copyOf(with));
  }

  private static List<Object> files(ManifestNode list, Folder folder) {
    List<ManifestNode> elements = list.elements();
    if (elements.size() > MAX_FILES) {
      throw list.error(elements.size() + " files", "at most " + MAX_FILES);
    }
    Pool pool = new Pool(list);
    for (ManifestNode each : elements) {
      pool.add(
          each.json().isArray()
              ? each.elements().stream().map(file -> file(file, folder)).toList()
              : file(each, folder));
    }
    return pool.items();
  }

  private static String file(ManifestNode node, Folder folder) {
    String name = node.text();
    String type =
        DataUri.mediaType(name)
            .orElseThrow(
                () ->
                    node.error(
                        node.quoted() + " has an unknown ending", "one of " + DataUri.endings()));
    try {
      return DataUri.of(type, folder.read(name, MAX_FILE_BYTES));
    } catch (IOException e) {
      throw node.error(node.quoted() + ": " + e.getMessage(), "a media file next to the manifest");
    }
  }

  private static List<Object> generated(ManifestNode node) {
    Function<SplittableRandom, Object> maker = maker(node);
    int items = node.at("items").integer(1, MAX_ITEMS);
    SplittableRandom random =
        new SplittableRandom(node.at("poolSeed").integer(0, Integer.MAX_VALUE));
    Pool pool = new Pool(node);
    for (int i = 0; i < items; i++) {
      // Split, so that a longer pool begins with the items of a shorter one.
      pool.add(maker.apply(random.split()));
    }
    return pool.items();
  }

  private static Function<SplittableRandom, Object> maker(ManifestNode node) {
    ManifestNode kind = node.at("kind");
    return switch (kind.text()) {
      case "png" -> {
        node.allow("kind", "items", "poolSeed", "size");
        Choice<Size> sizes = sizes(node.at("size"));
        yield random -> png(sizes.draw(random), random);
      }
      case "jpegFrames" -> {
        node.allow("kind", "items", "poolSeed", "size", "frames");
        Choice<Size> sizes = sizes(node.at("size"));
        Draw<Number> frames = DrawReader.numbers(node.at("frames"), 1, MAX_FRAMES);
        yield random -> jpegFrames(sizes.draw(random), frames.draw(random).intValue(), random);
      }
      case "wav" -> {
        node.allow("kind", "items", "poolSeed", "seconds", "sampleRateHz");
        int rate = node.at("sampleRateHz").integer(8_000, 48_000);
        Draw<Number> seconds = DrawReader.numbers(node.at("seconds"), 0.1, MAX_SECONDS);
        yield random -> wav(seconds.draw(random).doubleValue(), rate, random);
      }
      default ->
          throw kind.error(kind.quoted() + " cannot be generated", "one of png, jpegFrames, wav");
    };
  }

  private static String png(Size size, SplittableRandom random) {
    return DataUri.of(
        "image/png", Encoder.png(Scene.draw(random).render(size.width, size.height, 0)));
  }

  private static List<String> jpegFrames(Size size, int frames, SplittableRandom random) {
    Scene scene = Scene.draw(random);
    return IntStream.range(0, frames)
        .mapToObj(i -> scene.render(size.width, size.height, (double) i / frames))
        .map(image -> DataUri.of("image/jpeg", Encoder.jpeg(image)))
        .toList();
  }

  private static String wav(double seconds, int rate, SplittableRandom random) {
    return DataUri.of("audio/wav", Encoder.wav(Voice.draw(random).speak(seconds, rate), rate));
  }

  private static Choice<Size> sizes(ManifestNode node) {
    node.allow("choices", "source");
    List<ManifestNode> choices = node.at("choices").elements();
    List<Size> sizes = new ArrayList<>();
    for (ManifestNode choice : choices) {
      choice.allow("width", "height", "weight");
      sizes.add(
          new Size(
              choice.at("width").integer(8, MAX_SIDE_PIXELS),
              choice.at("height").integer(8, MAX_SIDE_PIXELS)));
    }
    return new Choice<>(sizes, DrawReader.weights(choices));
  }

  private record Size(int width, int height) {}

  /** Items up to a limit of memory, which is checked as they come. */
  private static final class Pool {
    private final ManifestNode origin;
    private final List<Object> items = new ArrayList<>();
    private long characters;

    Pool(ManifestNode origin) {
      this.origin = origin;
    }

    void add(Object item) {
      characters +=
          item instanceof List<?> parts
              ? parts.stream().mapToLong(part -> ((String) part).length()).sum()
              : ((String) item).length();
      if (characters > MAX_POOL_CHARACTERS) {
        throw origin.error(
            "too much media for memory",
            "at most " + MAX_POOL_CHARACTERS + " characters of base64 in all");
      }
      items.add(escaped(item));
    }

    private static Object escaped(Object item) {
      return item instanceof List<?> parts
          ? parts.stream().map(part -> Escaped.of((String) part)).toList()
          : Escaped.of((String) item);
    }

    List<Object> items() {
      return List.copyOf(items);
    }
  }
}
