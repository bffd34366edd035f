package io.functionrunner.perf.load.settings;

import io.functionrunner.perf.baseline.Baselines;
import io.functionrunner.perf.workload.Durations;
import io.functionrunner.perf.workload.Mix;
import io.functionrunner.perf.workload.Modality;
import io.functionrunner.perf.workload.Profiles;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the text of a setting may be: each of these gives its value, or throws an {@link
 * IllegalArgumentException} that says in a few words what is wrong with it.
 */
final class Values {

  private Values() {}

  static Set<Modality> modalities(String text) {
    Set<Modality> wanted = EnumSet.noneOf(Modality.class);
    for (String name : text.split(",", -1)) {
      wanted.add(Modality.valueOf(name.strip().toUpperCase(Locale.ROOT)));
    }
    return Set.copyOf(wanted);
  }

  static URI baseUrl(String text) {
    URI url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http || url.getHost() == null) {
      throw new IllegalArgumentException("no scheme http or https, or no host");
    }
    if (url.getUserInfo() != null || url.getQuery() != null || url.getFragment() != null) {
      throw new IllegalArgumentException("credentials and queries do not belong into a base URL");
    }
    return url;
  }

  static List<URI> urls(String text) {
    if (text.equals("off")) {
      return List.of();
    }
    return Stream.of(text.split(",")).map(String::strip).map(Values::baseUrl).toList();
  }

  static Mix mix(String text) {
    Mix mix = Profiles.mixes().get(text);
    if (mix == null) {
      throw new IllegalArgumentException("no such mix");
    }
    return mix;
  }

  static int whole(String text, int least, int most) {
    int value = Integer.parseInt(text);
    if (value < least || value > most) {
      throw new IllegalArgumentException("out of range");
    }
    return value;
  }

  static Instant toCome(String text) {
    Instant at;
    try {
      at = Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("no instant", e);
    }
    if (!at.isAfter(Instant.now())) {
      throw new IllegalArgumentException("it is past");
    }
    return at;
  }

  static double positive(String text) {
    double value = Double.parseDouble(text);
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("not above 0");
    }
    return value;
  }

  static String choice(String text, String... legal) {
    if (!Set.of(legal).contains(text)) {
      throw new IllegalArgumentException("not one of them");
    }
    return text;
  }

  static Duration duration(String text) {
    return Durations.parse(text);
  }

  static Path folder(String text) {
    if (!Files.isDirectory(Path.of(text))) {
      throw new IllegalArgumentException("not a folder");
    }
    return Path.of(text);
  }

  static List<Path> folders(String text) {
    return Stream.of(text.split(",")).map(Values::folder).toList();
  }

  static Baselines baselines(String text) {
    if (text.equals("off")) {
      return Baselines.OFF;
    }
    if (!Files.exists(Path.of(text))) {
      throw new IllegalArgumentException("neither a folder nor a file");
    }
    return Baselines.at(Path.of(text));
  }

  static Path file(String text) {
    if (!Files.isRegularFile(Path.of(text))) {
      throw new IllegalArgumentException("not a file");
    }
    return Path.of(text);
  }
}
