package io.functionrunner.perf.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user's own prompts and media, next to a manifest of theirs. */
class OwnFilesTest {
  private static final byte[] BYTES = {1, 2, 3, 4};

  @TempDir private Path root;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectories(root.resolve("feeders/image"));
    Files.createDirectory(folder.resolve("media"));
    Files.write(folder.resolve("media/a.PNG"), BYTES);
    Files.write(folder.resolve("b.jpg"), BYTES);
    Files.writeString(folder.resolve("prompts.txt"), "one fox\r\n\n  two foxes – ✓ \n");
    Files.writeString(root.resolve("secret.txt"), "secret");
    Files.write(root.resolve("secret.png"), BYTES);
  }

  @Test
  void promptsAreTheLinesOfTheFile() throws IOException {
    Feeders feeders = load("prompts.txt", "\"b.jpg\"");
    Set<Object> prompts = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      prompts.add(feeders.inputs("image", "any", seed).get("prompt"));
    }
    assertEquals(Set.of("one fox", "two foxes – ✓"), prompts);
  }

  @Test
  void mediaAreTheFilesOneByOneOrInSequences() throws IOException {
    Feeders feeders = load("prompts.txt", "\"media/a.PNG\", [\"b.jpg\", \"media/a.PNG\"]");
    String base64 = Base64.getEncoder().encodeToString(BYTES);
    String png = "data:image/png;base64," + base64;
    Set<Object> media = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      media.add(feeders.inputs("image", "any", seed).get("picture"));
    }
    assertEquals(Set.of(png, List.of("data:image/jpeg;base64," + base64, png)), media);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../secret.txt",
        "media/../../../secret.txt",
        "/etc",
        "./prompts.txt",
        "media//a.PNG",
        "..\\\\..\\\\secret.txt",
        "C:secret.txt",
        "."
      })
  void aPathThatLeavesTheFolderIsRefused(String path) {
    ManifestException refused =
        assertThrows(ManifestException.class, () -> load(path, "\"b.jpg\""));
    assertEquals("/prompt/file", refused.pointer());
    assertTrue(refused.getMessage().contains("not a path inside the folder"), refused::getMessage);
    assertRefusedMedia("\"" + path + "/a.png\"", "not a path inside the folder");
  }

  @Test
  void aLinkThatLeavesTheFolderIsRefused() throws IOException {
    Files.createSymbolicLink(folder.resolve("link.png"), root.resolve("secret.png"));
    Files.createSymbolicLink(folder.resolve("up"), root);
    Files.createSymbolicLink(folder.resolve("fine.png"), folder.resolve("media/a.PNG"));
    assertRefusedMedia("\"link.png\"", "links to a file outside its folder");
    assertRefusedMedia("\"up/secret.png\"", "links to a file outside its folder");
    load("prompts.txt", "\"fine.png\"");
  }

  @Test
  void whatIsNotAUsableFileIsRefused() throws IOException {
    Files.createDirectory(folder.resolve("folder.png"));
    assertRefusedMedia("\"folder.png\"", "not a regular file");
    assertRefusedMedia("\"none.png\"", "no such file");
    assertRefusedMedia("\"nul\\u0000.png\"", "not a path");
    assertRefusedMedia("\"prompts.txt\"", "has an unknown ending. Expecting one of flac, jpeg");
    assertRefusedMedia("7", "7 is not a text");
    Files.write(folder.resolve("large.png"), new byte[(8 << 20) + 1]);
    assertRefusedMedia("\"large.png\"", "larger than the limit of 8388608 bytes");
  }

  @Test
  void promptsThatAreNotTextAreRefused() throws IOException {
    Files.write(folder.resolve("latin1.txt"), "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    Files.writeString(folder.resolve("blank.txt"), " \n\n");
    assertTrue(refusedPrompts("latin1.txt").contains("is not UTF-8 text"));
    assertTrue(refusedPrompts("blank.txt").contains("has no prompt"));
    assertTrue(refusedPrompts("none.txt").contains("no such file"));
  }

  @Test
  void theExampleOfTheDocumentationIsAccepted() throws IOException {
    String page = Files.readString(Path.of("docs/feeders.md"));
    int start = page.indexOf("```json\n") + "```json\n".length();
    Files.writeString(
        folder.resolve("manifest.json"), page.substring(start, page.indexOf("```", start)));
    Files.write(folder.resolve("media/cat.png"), BYTES);
    Files.write(folder.resolve("media/street.jpg"), BYTES);
    Set<String> inputs = Feeders.load(root.resolve("feeders")).inputs("image", "high", 3).keySet();
    assertTrue(inputs.containsAll(Set.of("prompt", "seed", "steps", "guidance")), inputs::toString);
  }

  private String refusedPrompts(String file) {
    return assertThrows(ManifestException.class, () -> load(file, "\"b.jpg\"")).getMessage();
  }

  private void assertRefusedMedia(String files, String problem) {
    ManifestException refused =
        assertThrows(ManifestException.class, () -> load("prompts.txt", files));
    assertEquals("/media/picture/files/0", refused.pointer());
    assertTrue(refused.getMessage().contains(problem), refused::getMessage);
  }

  private Feeders load(String prompts, String media) throws IOException {
    Files.writeString(
        folder.resolve("manifest.json"),
        """
        {
          "schemaVersion": 1,
          "qualities": ["any"],
          "prompt": {"file": "%s"},
          "media": {"picture": {"share": 1, "files": [%s]}}
        }
        """
            .formatted(prompts, media));
    return Feeders.load(root.resolve("feeders"));
  }
}
