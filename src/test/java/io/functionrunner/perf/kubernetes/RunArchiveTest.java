package io.functionrunner.perf.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.kubernetes.RunArchive.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunArchiveTest {

  private static final Limits ROOM = new Limits(100, 1_000_000);

  @TempDir Path directory;

  private void unpack(byte[] archive, Limits limits) throws IOException {
    RunArchive.unpack(new ByteArrayInputStream(archive), directory.resolve("1"), limits);
  }

  private String refusal(byte[] archive, Limits limits) throws IOException {
    String message = assertThrows(IOException.class, () -> unpack(archive, limits)).getMessage();
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(List.of(), left.toList(), "nothing is left of what is refused");
    }
    return message;
  }

  @Test
  void aRunDirectoryComesAsItWas() throws IOException {
    TarGz archive =
        new TarGz()
            .special("./", TarConstants.LF_DIR, "")
            .file("./run.json", "{}")
            .special("./js/", TarConstants.LF_DIR, "")
            .file("./js/global_stats.json", "[]")
            .file("a/" + "long".repeat(50) + ".txt", "x");
    unpack(archive.toBytes(), ROOM);
    assertEquals("{}", Files.readString(directory.resolve("1/run.json")));
    assertEquals("[]", Files.readString(directory.resolve("1/js/global_stats.json")));
    assertEquals("x", Files.readString(directory.resolve("1/a/" + "long".repeat(50) + ".txt")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../x", "a/../../x", "/etc/x", "a\\..\\x", "a/..", "x\u001b[2J", "line\nbreak"})
  void nothingOutsideOfItsFolder(String name) throws IOException {
    String message = refusal(new TarGz().file("run.json", "{}").file(name, "x").toBytes(), ROOM);
    assertTrue(message.contains("the archive is refused at"), message);
    assertTrue(message.chars().noneMatch(Character::isISOControl), message);
  }

  @Test
  void neitherLinksNorDevices() throws IOException {
    for (byte type :
        List.of(
            TarConstants.LF_SYMLINK,
            TarConstants.LF_LINK,
            TarConstants.LF_CHR,
            TarConstants.LF_FIFO)) {
      byte[] archive = new TarGz().special("x", type, "/etc/passwd").file("x", "y").toBytes();
      String message = refusal(archive, ROOM);
      assertTrue(message.contains("neither a plain file nor a folder"), message);
    }
  }

  @Test
  void nothingTwice() throws IOException {
    refusal(new TarGz().file("x", "1").file("./x", "2").toBytes(), ROOM);
  }

  /** A megabyte of nothing takes a kilobyte on its way. */
  @Test
  void notMoreThanThereIsRoomFor() throws IOException {
    byte[] bomb = new TarGz().file("x", new byte[1_000_001]).toBytes();
    assertTrue(bomb.length < 10_000);
    assertTrue(refusal(bomb, ROOM).contains("more than 1,000,000 bytes"));
    TarGz many = new TarGz();
    for (int i = 0; i <= 100; i++) {
      many.file("f" + i, "");
    }
    assertTrue(refusal(many.toBytes(), ROOM).contains("more than 100 entries"));
    assertTrue(
        refusal(new TarGz().file("d/".repeat(17) + "x", "").toBytes(), ROOM).contains("deep"));
  }

  /** Wherever the connection breaks: a run that came half is none. */
  @Test
  void aCutArchiveIsNoRun() throws IOException {
    byte[] whole =
        new TarGz().file("run.json", "{}").file("log", "0123456789".repeat(50)).toBytes();
    for (int length = 0; length < whole.length; length++) {
      refusal(Arrays.copyOf(whole, length), ROOM);
    }
  }

  @Test
  void aDamagedArchiveIsNoRun() throws IOException {
    byte[] whole = new TarGz().file("run.json", "{}").toBytes();
    whole[whole.length - 6] ^= 1; // In the checksum.
    refusal(whole, ROOM);
  }
}
