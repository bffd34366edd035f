package io.functionrunner.perf.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Inputs of generation tasks, drawn from manifests: {@code <modality>/manifest.json} in a folder of
 * feeders. Immutable and safe for use by many threads. {@code docs/feeders.md} describes manifests.
 */
public final class Feeders {
  private static final List<String> BUILT_IN = List.of("audio", "image", "text", "video");

  private final String place;
  private final Map<String, Feeder> byModality;

  private Feeders(String place, Map<String, Feeder> byModality) {
    this.place = place;
    this.byModality = byModality;
  }

  /**
   * Reads every modality found in the folder, and makes its media.
   *
   * @throws ManifestException when there is no manifest, or one cannot be used
   */
  public static Feeders load(Path feedersDirectory) {
    try (Stream<Path> children = Files.list(feedersDirectory)) {
      List<String> found =
          children
              .filter(child -> Files.exists(child.resolve(ManifestReader.FILE)))
              .map(child -> child.getFileName().toString())
              .sorted()
              .toList();
      if (found.isEmpty()) {
        throw new ManifestException(
            feedersDirectory.toString(),
            "",
            "no feeder in it. Expecting folders such as image/ with a " + ManifestReader.FILE);
      }
      return load(feedersDirectory, found);
    } catch (IOException e) {
      throw new ManifestException(
          feedersDirectory.toString(), "", "not a folder that can be read. Expecting feeders");
    }
  }

  /**
   * Reads the named modalities only: {@code image}, {@code video}, ...
   *
   * @throws ManifestException when one is missing or cannot be used
   */
  public static Feeders load(Path feedersDirectory, Collection<String> modalityIds) {
    Map<String, Feeder> feeders = new TreeMap<>();
    for (String id : modalityIds) {
      feeders.put(id, ManifestReader.read(new Folder.OnDisk(feedersDirectory.resolve(id))));
    }
    return new Feeders(feedersDirectory.toString(), feeders);
  }

  /** Those of this project, from the class path resource {@code feeders/}. */
  public static Feeders builtIn() {
    return builtIn(BUILT_IN);
  }

  /** As {@link #builtIn()}, the named modalities only. */
  public static Feeders builtIn(Collection<String> modalityIds) {
    ClassLoader loader = Feeders.class.getClassLoader();
    Map<String, Feeder> feeders = new TreeMap<>();
    for (String id : modalityIds) {
      Folder folder = new Folder.OnClassPath(loader, "feeders/" + id + "/");
      feeders.put(id, ManifestReader.read(folder));
    }
    return new Feeders("classpath:feeders/", feeders);
  }

  /** Ids of the modalities that were read, sorted. */
  public Set<String> modalities() {
    return Collections.unmodifiableSet(byModality.keySet());
  }

  /**
   * The inputs of one task, a pure function of the arguments: {@code prompt}, {@code seed}, and
   * what the manifest says besides. Values are what JSON can carry: String, Integer, Long, Double,
   * Boolean, List, Map; media are data URIs. The map cannot be changed; its order is the
   * manifest's.
   *
   * @throws IllegalArgumentException for a modality or quality that the manifests do not have
   */
  public Map<String, Object> inputs(String modalityId, String quality, long seed) {
    return plain(escapedInputs(modalityId, quality, seed));
  }

  /**
   * As {@link #inputs}, but prompts and media are {@link
   * com.fasterxml.jackson.core.SerializableString}s: their JSON is made once, not for every task.
   */
  public Map<String, Object> escapedInputs(String modalityId, String quality, long seed) {
    return feeder(modalityId).inputs(quality, seed);
  }

  private static Map<String, Object> plain(Map<String, Object> escaped) {
    Map<String, Object> plain = new LinkedHashMap<>(escaped);
    plain.replaceAll((name, value) -> Escaped.plain(value));
    return Collections.unmodifiableMap(plain);
  }

  /**
   * Endless inputs, as a Gatling feeder. One iterator serves one reader; which task gets which
   * inputs then depends on who asks first, unlike with {@link #inputs}.
   */
  public Iterator<Map<String, Object>> iterator(String modalityId, String quality, long seed) {
    Feeder feeder = feeder(modalityId);
    feeder.requireQuality(quality);
    SplittableRandom seeds = new SplittableRandom(seed);
    return Stream.generate(() -> plain(feeder.inputs(quality, seeds.nextLong()))).iterator();
  }

  private Feeder feeder(String modalityId) {
    Feeder feeder = byModality.get(modalityId);
    if (feeder == null) {
      throw new IllegalArgumentException(
          "no feeder for %s in %s. There are: %s"
              .formatted(modalityId, place, String.join(", ", byModality.keySet())));
    }
    return feeder;
  }
}
