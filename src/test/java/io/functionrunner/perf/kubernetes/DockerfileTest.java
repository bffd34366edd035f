package io.functionrunner.perf.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be said of an image without building it. */
class DockerfileTest {

  private static final Pattern INSTRUCTION = Pattern.compile("(?m)^([A-Z]+) (.*(?:\\\\\\n.*)*)");

  private static List<String> instructions(String name) throws IOException {
    return INSTRUCTION
        .matcher(Files.readString(Path.of("Dockerfile")))
        .results()
        .filter(found -> found.group(1).equals(name))
        .map(found -> found.group(2).replace("\\\n", " "))
        .toList();
  }

  private static Stream<String> copiedFromTheProject() throws IOException {
    return instructions("COPY").stream()
        .filter(copy -> !copy.startsWith("--from"))
        .map(copy -> copy.split(" "))
        .flatMap(words -> Arrays.stream(words).limit(words.length - 1L));
  }

  @Test
  void whatIsCopiedIsThereAndNotIgnored() throws IOException {
    List<String> sources = copiedFromTheProject().toList();
    List<String> admitted =
        Files.readAllLines(Path.of(".dockerignore")).stream()
            .filter(line -> line.startsWith("!"))
            .map(line -> line.substring(1))
            .toList();
    assertTrue(sources.size() >= 5, sources.toString());
    for (String source : sources) {
      assertTrue(Files.exists(Path.of(source)), source);
    }
    assertEquals(
        List.copyOf(sources).stream().sorted().toList(), admitted.stream().sorted().toList());
  }

  @Test
  void itsUserIsThatOfTheJobAndItsEntryTheScript() throws IOException {
    List<String> users = instructions("USER");
    assertEquals(List.of("10001:10001"), users);
    assertEquals(List.of("[\"/app/injector.sh\"]"), instructions("ENTRYPOINT"));
    assertTrue(copiedFromTheProject().toList().contains("deploy/kubernetes/injector.sh"));
    assertTrue(Files.isExecutable(Path.of("deploy/kubernetes/injector.sh")));
  }

  /** Everything that the build needs without tests is copied, and no test is. */
  @Test
  void simulationsWithoutTests() throws IOException {
    List<String> sources = copiedFromTheProject().toList();
    assertTrue(sources.containsAll(List.of("pom.xml", "src/main", "simulations", "feeders")));
    assertTrue(sources.stream().noneMatch(s -> s.startsWith("src/test/java")), sources.toString());
  }
}
