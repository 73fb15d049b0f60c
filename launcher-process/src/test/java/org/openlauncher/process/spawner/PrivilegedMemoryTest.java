package org.openlauncher.process.spawner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory limits that hold for all processes of a job together. */
class PrivilegedMemoryTest {
  private static final long LIMIT = 64L * 1024 * 1024;

  @TempDir private Path folder;
  private Root root;
  private TestedSpawner spawner;

  @BeforeEach
  void start() {
    root = new Root(folder);
    spawner = root.spawner();
    assumeTrue(
        spawner.hello().text(Wire.MEMORY_LIMIT).startsWith("cgroup"),
        "this machine has no cgroup with the memory controller that root can use");
  }

  @AfterEach
  void stop() throws IOException {
    if (spawner != null) {
      spawner.close();
    }
  }

  private static Path group(String jobId) {
    return Root.groupFolder().resolve("job-" + jobId);
  }

  private Launch limited(Launch launch) {
    return launch.number(Wire.MEMORY_BYTES, LIMIT);
  }

  @Test
  void jobThatTakesMoreIsEndedForThatReason() {
    StartedJob job = limited(spawner.script("x=$(head -c 500m /dev/zero | tr '\\0' x)")).start();

    assertThat(job.awaitEnd()).isEqualTo("killed 9 .");
    assertThat(job.record().lines()).contains("reason out-of-memory .");
  }

  @Test
  void whatOneOfItsProcessesTakesCountsToo() {
    StartedJob job =
        limited(spawner.script("(x=$(head -c 500m /dev/zero | tr '\\0' x)); exit $?")).start();

    assertThat(job.awaitEnd()).isEqualTo("ended 137 .");
    assertThat(job.record().lines()).contains("reason out-of-memory .");
  }

  @Test
  void jobThatTakesLessEndsWell() {
    Launch launch = limited(spawner.script("x=$(tail -c 10m /dev/zero | tr '\\0' x); exit 3"));
    StartedJob job = launch.start();

    assertThat(job.awaitEnd()).isEqualTo("ended 3 .");
    assertThat(job.record().lines()).noneMatch(line -> line.startsWith("reason"));
  }

  @Test
  void groupIsThereAsLongAsTheJob() {
    String jobId = TestedSpawner.newJobId();
    StartedJob job = limited(spawner.launch("sleep", "1000").jobId(jobId)).start();
    assertThat(group(jobId)).isDirectory();

    job.signal(Wire.KILL).require(Wire.DONE);

    await().untilAsserted(() -> assertThat(group(jobId)).doesNotExist());
  }

  @Test
  void limitThatCanNotBeSetIsRefused() {
    String jobId = TestedSpawner.newJobId();
    limited(spawner.launch("sleep", "1000").jobId(jobId)).start();

    // Its group has processes already.
    Launch second = limited(spawner.launch("true").jobId(jobId));
    assertThat(second.ask().refusal()).isEqualTo("limit");
    assertThat(second.record().awaitEnd()).startsWith("refused limit ");
  }

  @Test
  void groupsOfAnEarlierSpawnerAreRemoved() throws IOException {
    String jobId = TestedSpawner.newJobId();
    StartedJob job = limited(spawner.launch("sleep", "1000").jobId(jobId)).start();
    spawner.process().destroyForcibly();
    assertThat(spawner.client().awaitEnd()).isTrue();
    ProcessHandle.of(job.processId()).orElseThrow().destroyForcibly();
    assertThat(job.awaitEnd()).isEqualTo("killed 9 .");
    await().untilAsserted(() -> assertThat(StartedJob.state(job.shimId())).isIn("", "Z"));

    Path other = Root.permissions(Files.createDirectory(folder.resolve("other")), "rwxr-xr-x");
    try (TestedSpawner next = new Root(other).spawner()) {
      assertThat(next.hello().number(Wire.PRIVILEGED)).isEqualTo(1);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(group(jobId)).doesNotExist());
    }
  }
}
