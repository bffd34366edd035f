package io.functionrunner.perf.media;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Where one modality's manifest and the files next to it are. Nothing outside is ever read. */
sealed interface Folder {

  /** How a person finds the file {@code relative}. */
  String locate(String relative);

  /**
   * The file's bytes.
   *
   * @throws IOException when it is not there, not inside the folder, or larger than {@code
   *     maxBytes}; the message says which
   */
  byte[] read(String relative, int maxBytes) throws IOException;

  /** A folder on disk. */
  record OnDisk(Path path) implements Folder {
    @Override
    public String locate(String relative) {
      return path.resolve(relative).toString();
    }

    @Override
    public byte[] read(String relative, int maxBytes) throws IOException {
      requireInside(relative);
      Path file;
      try {
        // A link inside the folder may point outside: only the real path tells.
        file = path.resolve(relative).toRealPath();
      } catch (InvalidPathException e) {
        throw new IOException("not a path: " + e.getReason(), e);
      } catch (IOException e) {
        throw new FileNotFoundException("no such file: " + path.resolve(relative));
      }
      if (!file.startsWith(path.toRealPath())) {
        throw new IOException("links to a file outside its folder, which is not read");
      }
      // A pipe or a device would block or never end.
      if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
        throw new IOException("not a regular file that may be read: " + file);
      }
      try (InputStream in = Files.newInputStream(file)) {
        return readAtMost(in, maxBytes);
      }
    }
  }

  /** A folder of the class path; {@code prefix} ends in a slash. */
  record OnClassPath(ClassLoader loader, String prefix) implements Folder {
    @Override
    public String locate(String relative) {
      return "classpath:" + prefix + relative;
    }

    @Override
    public byte[] read(String relative, int maxBytes) throws IOException {
      requireInside(relative);
      try (InputStream in = loader.getResourceAsStream(prefix + relative)) {
        if (in == null) {
          throw new FileNotFoundException("no such resource: " + prefix + relative);
        }
        return readAtMost(in, maxBytes);
      }
    }
  }

  private static void requireInside(String relative) throws IOException {
    List<String> names = Arrays.asList(relative.split("/", -1));
    boolean plain =
        names.stream().noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals(".."));
    if (!plain || relative.indexOf('\\') >= 0 || relative.indexOf(':') >= 0) {
      throw new IOException(
          "not a path inside the folder. Expecting names joined by / without . or ..");
    }
  }

  private static byte[] readAtMost(InputStream in, int maxBytes) throws IOException {
    byte[] bytes = in.readNBytes(maxBytes + 1);
    if (bytes.length > maxBytes) {
      throw new IOException("larger than the limit of " + maxBytes + " bytes");
    }
    return bytes;
  }
}
