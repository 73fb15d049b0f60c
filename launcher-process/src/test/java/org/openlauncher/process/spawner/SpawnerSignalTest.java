package org.openlauncher.process.spawner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnerSignalTest {
  @TempDir private Path folder;
  private TestedSpawner spawner;

  @BeforeEach
  void start() {
    spawner = TestedSpawner.unprivileged(folder);
  }

  @AfterEach
  void stop() throws IOException {
    spawner.close();
  }

  /** A job of several processes, one of which has left its parent, session and group. */
  private StartedJob family() {
    StartedJob job =
        spawner
            .script(
                "sleep 1000 & (setsid sh -c 'echo $$ >left; sleep 1000; :' &) ; touch ready; wait")
            .directory(folder)
            .start();
    await().untilAsserted(() -> assertThat(folder.resolve("left")).isNotEmptyFile());
    await().untilAsserted(() -> assertThat(folder.resolve("ready")).exists());
    await().untilAsserted(() -> assertThat(StartedJob.childrenOf(orphan())).hasSize(1));
    return job;
  }

  private long orphan() {
    try {
      return Long.parseLong(Files.readString(folder.resolve("left")).strip());
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  private List<Long> members(StartedJob job) {
    return List.of(
        job.processId(),
        StartedJob.childrenOf(job.processId()).get(0),
        orphan(),
        StartedJob.childrenOf(orphan()).get(0));
  }

  @Test
  void suspendStopsAllAndResumeLetsThemGoOn() {
    StartedJob job = family();
    List<Long> members = members(job);

    job.signal(Wire.SUSPEND).require(Wire.DONE);
    assertThat(members).allSatisfy(id -> assertThat(StartedJob.state(id)).isEqualTo("T"));
    assertThat(StartedJob.runs(job.shimId())).isTrue();

    job.signal(Wire.RESUME).require(Wire.DONE);
    await()
        .untilAsserted(
            () ->
                assertThat(members)
                    .allSatisfy(id -> assertThat(StartedJob.state(id)).isEqualTo("S")));
  }

  @Test
  void terminateReachesSuspendedOnesToo() {
    StartedJob job = family();
    List<Long> members = members(job);
    job.signal(Wire.SUSPEND).require(Wire.DONE);

    job.signal(Wire.TERMINATE).require(Wire.DONE);

    assertThat(job.awaitEnd()).isEqualTo("killed 15 .");
    await()
        .untilAsserted(
            () -> assertThat(members).allSatisfy(id -> assertThat(StartedJob.state(id)).isEmpty()));
    await().untilAsserted(() -> assertThat(StartedJob.state(job.shimId())).isEmpty());
  }

  @Test
  void killEndsAllBeforeItIsAnswered() {
    StartedJob job = family();
    List<Long> members = members(job);

    job.signal(Wire.KILL).require(Wire.DONE);

    assertThat(members).allSatisfy(id -> assertThat(StartedJob.state(id)).isIn("", "Z"));
    assertThat(job.awaitEnd()).isEqualTo("killed 9 .");
  }

  @Test
  void killEndsAJobThatRunsFromChildToChild() throws IOException {
    Path program = folder.resolve("runner");
    Files.writeString(program, "#!/bin/sh\n\"$0\" &\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    StartedJob job = spawner.launch(program.toString()).start();
    assertThat(job.awaitEnd()).isEqualTo("ended 0 .");
    assertThat(StartedJob.runs(job.shimId())).isTrue();

    job.signal(Wire.KILL).require(Wire.DONE);

    await().untilAsserted(() -> assertThat(StartedJob.state(job.shimId())).isEmpty());
  }

  @Test
  void shimIgnoresSignals() {
    StartedJob job = spawner.launch("sleep", "1000").start();
    String ignored = StartedJob.status(job.shimId(), "SigIgn");

    long mask = Long.parseUnsignedLong(ignored, 16);
    for (int signal : new int[] {1, 2, 3, 10, 12, 13, 14, 15, 18, 20, 21, 22, 24, 25}) {
      assertThat(mask & (1L << (signal - 1))).as("signal %d", signal).isNotZero();
    }
  }

  @Test
  void aJobThatHasEndedHasNoShim() {
    StartedJob job = spawner.launch("true").start();
    job.awaitEnd();
    await().untilAsserted(() -> assertThat(StartedJob.state(job.shimId())).isEmpty());

    assertThat(job.signal(Wire.TERMINATE).refusal()).isEqualTo("no-such-shim");
  }
}
