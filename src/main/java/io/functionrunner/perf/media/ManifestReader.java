package io.functionrunner.perf.media;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code manifest.json} of one modality, checked in full before any load. */
final class ManifestReader {
  static final String FILE = "manifest.json";
  private static final int SCHEMA_VERSION = 1;
  private static final int MAX_BYTES = 1 << 20;

  private ManifestReader() {}

  static Feeder read(Folder folder) {
    String file = folder.locate(FILE);
    ManifestNode root;
    try {
      root = ManifestNode.parse(file, folder.read(FILE, MAX_BYTES));
    } catch (IOException e) {
      throw new ManifestException(file, "", e.getMessage());
    }
    root.allow("schemaVersion", "about", "qualities", "prompt", "fields", "media");
    ManifestNode version = root.at("schemaVersion");
    if (!version.json().isInt() || version.json().intValue() != SCHEMA_VERSION) {
      throw version.error("unknown version " + version.quoted(), "" + SCHEMA_VERSION);
    }
    List<String> qualities =
        root.at("qualities").elements().stream().map(ManifestNode::text).toList();

    Set<String> taken = new HashSet<>(Set.of("prompt", "seed"));
    List<Field> fields = new ArrayList<>();
    if (root.has("fields")) {
      root.at("fields")
          .members()
          .forEach(
              (name, node) -> {
                Field field = DrawReader.field(name, node, qualities);
                claim(field.inputNames(), taken, node);
                fields.add(field);
              });
    }
    List<MediaInput> media = new ArrayList<>();
    if (root.has("media")) {
      root.at("media")
          .members()
          .forEach(
              (name, node) -> {
                MediaInput input = MediaReader.read(name, node, qualities, folder);
                claim(List.of(name), taken, node);
                input.with().forEach(field -> claim(field.inputNames(), taken, node));
                media.add(input);
              });
    }
    Prompts prompts = PromptReader.read(root.at("prompt"), folder);
    return new Feeder(file, qualities, prompts, List.copyOf(fields), List.copyOf(media));
  }

  private static void claim(Collection<String> names, Set<String> taken, ManifestNode node) {
    for (String name : names) {
      if (name.isBlank() || !taken.add(name)) {
        throw node.error(
            "input \"" + name + "\" is set twice, or is none",
            "every input once; prompt and seed are set by the feeder itself");
      }
    }
  }
}
