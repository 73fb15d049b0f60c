package org.openlauncher.plugin.slurm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.api.job.JobState;

/** What is read between two readings of all records. */
final class RecordChangesTest {
  private static final String SECONDS = "3600";

  @TempDir private Path storage;

  private final ToldOfJobs sink = new ToldOfJobs();

  private TrackedJob job(String id) {
    return SampleJob.of(id, 7, storage, sink);
  }

  private Path record(TrackedJob job, String text) throws IOException {
    return Files.writeString(storage.resolve(job.id() + ".record"), text);
  }

  private String changes() throws IOException, InterruptedException {
    Process script =
        new ProcessBuilder(
                SlurmCommands.SHELL, "-c", Script.CHANGES.text(), "sh", storage.toString(), SECONDS)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String text = new String(script.getInputStream().readAllBytes(), UTF_8);
    assertThat(script.waitFor()).isZero();
    return text;
  }

  @Test
  void onlyNewLinesOfChangedRecordsAreTaken() throws IOException, InterruptedException {
    TrackedJob changed = job("01m8nppxqs36m3nvj6hc9wqwe8");
    TrackedJob resting = job("01m8nppxqs36m3nvj6hc9wqwe9");
    TrackedJob begun = job("01m8nppxqs36m3nvj6hc9wqwea");
    Path record = record(changed, "started 7 0 1796025628 n1 .\n");
    RecordReader.takeNew(changes(), List.of(changed, resting));
    assertThat(changed.state()).isEqualTo(JobState.RUNNING);
    Files.writeString(record, "ended 7 0 1796025629 3 0 0 .\n", StandardOpenOption.APPEND);
    Files.setLastModifiedTime(
        record(resting, "started 7 0 1796025628 n1 .\n"),
        FileTime.from(Instant.now().minus(Duration.ofDays(1))));
    record(begun, "started 7 0 1796025628 n1 .\nended 7 0 17960");
    Files.writeString(storage.resolve("of others.record"), "started 7 0 1796025628 n1 .\n");
    Files.createSymbolicLink(storage.resolve(resting.id() + "x.record"), record);

    RecordReader.takeNew(changes(), List.of(changed, resting, begun));

    assertThat(changed.state()).isEqualTo(JobState.FINISHED);
    assertThat(changed.linesRead()).isEqualTo(2);
    assertThat(resting.state()).isEqualTo(JobState.PENDING);
    assertThat(begun.state()).isEqualTo(JobState.RUNNING);
    assertThat(begun.linesRead()).isEqualTo(1);
  }

  @Test
  void aFolderThatIsGoneTellsNothing() throws IOException, InterruptedException {
    Files.delete(storage);

    assertThat(changes()).isEmpty();

    Files.createDirectory(storage);
  }
}
