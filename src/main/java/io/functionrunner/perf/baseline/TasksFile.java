package io.functionrunner.perf.baseline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.functionrunner.perf.kpi.TaskClass;
import io.functionrunner.perf.kpi.TaskTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The times of a run's tasks: gzip, tab-separated, a line a task with user, index, modality,
 * quality, batch and milliseconds, sorted by user and index. About three bytes a task.
 */
final class TasksFile {

  static final String ENDING = ".tasks.gz";

  private static final String HEADER = "user\tindex\tmodality\tquality\tbatch\tmillis";

  private TasksFile() {}

  /** That of a run. */
  static String name(String run) {
    return run.replaceAll("[^A-Za-z0-9._-]", "_") + ENDING;
  }

  /** Writes it whole or not at all. */
  static void write(Path file, List<TaskTime> tasks) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try (Writer out =
        new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(temporary)), UTF_8)) {
      out.write(HEADER + "\n");
      for (TaskTime task : tasks) {
        out.write(
            "%d\t%d\t%s\t%s\t%d\t%d\n"
                .formatted(
                    task.user(),
                    task.index(),
                    task.taskClass().modality(),
                    task.taskClass().quality(),
                    task.batch(),
                    task.millis()));
      }
    }
    Files.move(
        temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  static List<TaskTime> read(Path file) throws IOException {
    List<TaskTime> tasks = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
      if (!HEADER.equals(in.readLine())) {
        throw new IOException("it does not begin with the names of the columns");
      }
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] f = line.split("\t", -1);
        tasks.add(
            new TaskTime(
                Long.parseLong(f[0]),
                Integer.parseInt(f[1]),
                new TaskClass(f[2], f[3]),
                Integer.parseInt(f[4]),
                Integer.parseInt(f[5])));
      }
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "%s: the times of a baseline's tasks cannot be read: %s"
              .formatted(file, e.getMessage() == null ? e : e.getMessage()),
          e);
    }
    return tasks;
  }
}
