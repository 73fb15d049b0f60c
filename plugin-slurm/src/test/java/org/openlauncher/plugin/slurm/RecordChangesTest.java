package org.openlauncher.plugin.slurm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;

/** What is read between two readings of all records. */
final class RecordChangesTest {
  private static final JobNews NEWS = new JobNews("ba9876543210");

  @TempDir private Path storage;

  private final ToldOfJobs sink = new ToldOfJobs();

  private TrackedJob job(String id) {
    return SampleJob.of(id, 7, storage, sink);
  }

  private Path record(TrackedJob job, String text) throws IOException {
    return Files.writeString(storage.resolve(job.id() + ".record"), text);
  }

  private void tell(TrackedJob job) throws IOException {
    Path file = NEWS.file(storage, job.id());
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
  }

  private String changes() throws IOException, InterruptedException {
    Process script =
        new ProcessBuilder(
                SlurmCommands.SHELL,
                "-c",
                Script.CHANGES.text(),
                "sh",
                storage.toString(),
                NEWS.mark())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String text = new String(script.getInputStream().readAllBytes(), UTF_8);
    assertThat(script.waitFor()).isZero();
    return text;
  }

  private Set<JobId> takeNew(TrackedJob... jobs) throws IOException, InterruptedException {
    return RecordReader.takeNew(
        changes(), id -> Stream.of(jobs).filter(job -> job.id().equals(id)).findAny());
  }

  @Test
  void onlyNewLinesOfRecordsThatGrewAreTaken() throws IOException, InterruptedException {
    TrackedJob changed = job("01m8nppxqs36m3nvj6hc9wqwe8");
    TrackedJob resting = job("01m8nppxqs36m3nvj6hc9wqwe9");
    TrackedJob begun = job("01m8nppxqs36m3nvj6hc9wqwea");
    Path record = record(changed, "started 7 0 1796025628 n1 .\n");
    tell(changed);
    assertThat(takeNew(changed, resting)).isEmpty();
    assertThat(changed.state()).isEqualTo(JobState.RUNNING);
    Files.writeString(record, "ended 7 0 1796025629 3 0 0 .\n", StandardOpenOption.APPEND);
    tell(changed);
    record(resting, "started 7 0 1796025628 n1 .\n");
    record(begun, "started 7 0 1796025628 n1 .\nended 7 0 17960");
    tell(begun);
    Files.writeString(storage.resolve("news/" + NEWS.mark() + ".of others"), "");
    Files.writeString(storage.resolve("of others.record"), "started 7 0 1796025628 n1 .\n");

    assertThat(takeNew(changed, resting, begun)).isEmpty();

    assertThat(changed.state()).isEqualTo(JobState.FINISHED);
    assertThat(changed.linesRead()).isEqualTo(2);
    assertThat(resting.state()).isEqualTo(JobState.PENDING);
    assertThat(begun.state()).isEqualTo(JobState.RUNNING);
    assertThat(begun.linesRead()).isEqualTo(1);
    assertThat(changes()).isEmpty();
  }

  @Test
  void whoTellsBeforeAnybodyKnowsOfHimIsRemembered() throws IOException, InterruptedException {
    TrackedJob job = job("01m8nppxqs36m3nvj6hc9wqwe8");
    record(job, "started 7 0 1796025628 n1 .\nended 7 0 1796025629 3 0 0 .\n");
    tell(job);

    assertThat(takeNew()).containsExactly(job.id());
  }

  @Test
  void whatIsSaidToAnotherLauncherIsLeftToIt() throws IOException, InterruptedException {
    TrackedJob job = job("01m8nppxqs36m3nvj6hc9wqwe8");
    record(job, "started 7 0 1796025628 n1 .\n");
    Path ofAnother = new JobNews("0123456789ab").file(storage, job.id());
    Files.createDirectories(ofAnother.getParent());
    Files.writeString(ofAnother, "");

    assertThat(takeNew(job)).isEmpty();

    assertThat(job.state()).isEqualTo(JobState.PENDING);
    assertThat(ofAnother).exists();
  }

  @Test
  void aFolderThatIsGoneTellsNothing() throws IOException, InterruptedException {
    Files.delete(storage);

    assertThat(changes()).isEmpty();

    Files.createDirectory(storage);
  }
}
