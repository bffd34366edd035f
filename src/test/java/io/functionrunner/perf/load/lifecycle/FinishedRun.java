package io.functionrunner.perf.load.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.functionrunner.perf.run.RunManifest;
import io.functionrunner.perf.run.TaskJournal;
import io.functionrunner.perf.run.TaskJournalReader;
import io.functionrunner.perf.run.TaskRecord;
import io.functionrunner.perf.workload.PlannedTask;
import io.functionrunner.perf.workload.Profile;
import io.functionrunner.perf.workload.UserSchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a run left in its directory. */
record FinishedRun(Path directory) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> REPORTS =
      List.of("analysis.json", "summary.md", "junit.xml", "performance.html");

  RunManifest manifest() throws IOException {
    return RunManifest.read(directory.resolve(RunManifest.FILE));
  }

  JsonNode analysis() throws IOException {
    return JSON.readTree(directory.resolve("analysis.json").toFile());
  }

  /** In the order of users, and of each user's schedule. */
  List<TaskRecord> tasks() throws IOException {
    List<TaskRecord> tasks = new ArrayList<>();
    TaskJournalReader.read(directory.resolve(TaskJournal.FILE), tasks::add);
    tasks.sort(Comparator.comparingLong(TaskRecord::user).thenComparingInt(TaskRecord::index));
    return tasks;
  }

  boolean hasGatlingReport() {
    return Files.exists(directory.resolve("index.html"));
  }

  void assertReports() throws IOException {
    for (String report : REPORTS) {
      assertTrue(Files.size(directory.resolve(report)) > 100, report);
    }
  }

  /** Submissions that had no answer yet when the run was killed. */
  long unanswered() throws IOException {
    return tasks().stream()
        .filter(t -> t.outcome() == null && t.acceptedMillis() == TaskRecord.ABSENT)
        .count();
  }

  void assertAgreesWithSandbox() throws IOException {
    assertAgreesWithSandbox(0);
  }

  /** Every submission that we know of is one that the sandbox received, and the other way round. */
  void assertAgreesWithSandbox(long onTheWire) throws IOException {
    JsonNode sandbox = JSON.readTree(directory.resolve("sandbox.json").toFile());
    List<TaskRecord> tasks = tasks();
    long warmUp = manifest().warmUpTasks();
    long received = sandbox.path("received").asLong() - warmUp;
    assertTrue(
        received <= tasks.size() && received >= tasks.size() - onTheWire,
        "%d submitted, %d received, %d on the wire".formatted(tasks.size(), received, onTheWire));
    long accepted = tasks.stream().filter(t -> t.acceptedMillis() != TaskRecord.ABSENT).count();
    assertTrue(
        sandbox.path("accepted").asLong() - warmUp - accepted <= onTheWire,
        "%s accepted, we know of %d".formatted(sandbox.path("accepted"), accepted));
    if (onTheWire == 0) {
      assertEquals(sandbox.path("accepted").asLong(), accepted + warmUp);
    }
  }

  /** The tasks submitted are those of the schedule, at its own times. */
  void assertAsPlanned(Profile profile) throws IOException {
    RunManifest manifest = manifest();
    List<TaskRecord> tasks = tasks();
    int i = 0;
    for (int user = 0; user < profile.users(); user++) {
      UserSchedule schedule = profile.schedule(manifest.seed(), user);
      while (schedule.hasNext()) {
        PlannedTask planned = schedule.next();
        TaskRecord task = tasks.get(i++);
        assertEquals(planned.user(), task.user());
        assertEquals(planned.index(), task.index());
        assertEquals(planned.offsetMillis(), task.intendedMillis() - manifest.startMillis());
        assertEquals(planned.modality().id(), task.modality());
        assertEquals(planned.quality().id(), task.quality());
      }
    }
    assertEquals(i, tasks.size());
  }
}
