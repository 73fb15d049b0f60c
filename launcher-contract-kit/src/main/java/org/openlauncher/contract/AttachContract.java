package org.openlauncher.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.plugin.JobHandle;
import org.openlauncher.api.plugin.LaunchedJob;
import org.openlauncher.api.plugin.Observation;
import org.openlauncher.api.plugin.OutputType;

/**
 * After a crash or an upgrade every job is there again: running ones are watched and obey, ended
 * ones tell how they ended, output goes on where it was, and what can't be told is said to be
 * unknown, never guessed.
 */
public abstract class AttachContract extends PluginContract {
  private static final int JOBS = 10;

  @Test
  void runningJobsAreWatchedAgainAfterACrash() throws IOException {
    List<StartedJob> before = new ArrayList<>();
    for (int code = 0; code < JOBS; code++) {
      before.add(startAtGate("gate", code));
    }
    crash();

    List<StartedJob> after = cluster().attach(before);

    after.forEach(StartedJob::awaitRunning);
    openGate("gate");
    for (int code = 0; code < JOBS; code++) {
      after.get(code).awaitFinished(code);
    }
  }

  @Test
  void runningJobsAreWatchedAgainAfterAnUpgrade() throws IOException {
    StartedJob before = startAtGate("gate", 7);
    upgrade();

    StartedJob after = cluster().attach(before);

    after.awaitRunning();
    openGate("gate");
    after.awaitFinished(7);
  }

  @Test
  void jobsThatEndedMeanwhileTellHow() throws IOException {
    StartedJob finished = startAtGate("gate", 7);
    StartedJob killed = start(waitAt("gate") + "; kill -KILL $$");
    killed.awaitRunning();
    OpenCluster witness = crash();
    openGate("gate");
    witness.observations().awaitEnd(finished.id(), underTest().patience().end());
    witness.observations().awaitEnd(killed.id(), underTest().patience().end());
    // What the witness saw is not what the launcher remembers: both ran when it died.
    OpenCluster opened = cluster();
    LaunchedJob rememberedFinished = asRunning(finished);
    LaunchedJob rememberedKilled = asRunning(killed);

    opened.cluster().attach(List.of(rememberedFinished, rememberedKilled));

    opened.adopt(finished.request(), finished.launch()).awaitFinished(7);
    StartedJob end = opened.adopt(killed.request(), killed.launch());
    assertThat(end.awaitEnd().exitCode()).contains(137);
    assertThat(end.awaitEnd().state()).isEqualTo(JobState.KILLED);
  }

  private static LaunchedJob asRunning(StartedJob job) {
    return new LaunchedJob(
        job.id(),
        job.launch().handle(),
        job.request().specification(),
        JobStatus.of(JobState.RUNNING));
  }

  @Test
  void anEndCanBeAskedForAsOftenAsOneLikes() {
    StartedJob job = start("exit 7");
    job.awaitFinished(7);
    for (int i = 0; i < 3; i++) {
      upgrade();
      cluster().cluster().attach(List.of(asRunning(job)));
      cluster().adopt(job.request(), job.launch()).awaitFinished(7);
    }
  }

  @Test
  void attachedJobsObey() {
    requires(JobOperation.KILL);
    StartedJob before = startAtGate("gate", 0);
    crash();
    StartedJob after = cluster().attach(before);
    after.awaitRunning();

    after.control(JobOperation.KILL);

    after.awaitEnding(underTest().afterKill());
  }

  @Test
  void aSuspendedJobIsFoundSuspendedAndCanGoOn() throws IOException {
    requires(JobOperation.SUSPEND);
    requires(JobOperation.RESUME);
    StartedJob before = startAtGate("gate", 7);
    before.control(JobOperation.SUSPEND);
    before.awaitState(JobState.SUSPENDED);
    crash();

    StartedJob after = cluster().attach(before);
    after.awaitState(JobState.SUSPENDED);
    after.control(JobOperation.RESUME);

    after.awaitState(JobState.RUNNING);
    openGate("gate");
    after.awaitFinished(7);
  }

  @Test
  void outputGoesOnWhereItWas() throws IOException {
    requires(OutputType.STDOUT);
    StartedJob before = start("echo before; " + waitAt("gate") + "; echo after");
    before.awaitRunning();
    before.awaitText(OutputType.STDOUT, "before\n");
    crash();
    StartedJob after = cluster().attach(before);
    assertThat(after.readText(OutputType.STDOUT)).isEqualTo("before\n");

    openGate("gate");

    after.awaitFinished(0);
    after.awaitText(OutputType.STDOUT, "before\nafter\n");
  }

  @Test
  void mixedOutputStaysAsItWasRead() throws IOException {
    requires(OutputType.MIXED);
    StartedJob before =
        start(
            "printf 123 >&2; "
                + waitAt("gate1")
                + "; printf abc; "
                + waitAt("gate2")
                + "; printf 456 >&2; printf def; exit 0");
    before.awaitRunning();
    before.awaitText(OutputType.MIXED, "123");
    openGate("gate1");
    before.awaitText(OutputType.MIXED, "123abc");
    crash();
    StartedJob after = cluster().attach(before);
    assertThat(after.readText(OutputType.MIXED)).isEqualTo("123abc");

    openGate("gate2");

    after.awaitFinished(0);
    await("mixed output")
        .atMost(underTest().patience().output())
        .until(() -> after.read(OutputType.MIXED).length == 12);
    assertThat(after.readText(OutputType.MIXED)).startsWith("123abc").matches("[a-f1-6]{12}");
  }

  @Test
  void anAttachedJobsKeptOutputCanBeForgotten() {
    StartedJob before = start("echo kept");
    before.awaitFinished(0);
    upgrade();

    cluster().cluster().forget(before.remembered());

    before.launch().stdoutFile().ifPresent(file -> assertThat(Path.of(file)).doesNotExist());
  }

  @Test
  void aJobThatIsNotThereHarmsNoOther() throws IOException {
    StartedJob before = startAtGate("gate", 7);
    crash();
    JobHandle handle = before.launch().handle();
    LaunchedJob unknown = strange(before, new JobHandle(handle.version(), "no-such-job"));
    LaunchedJob later = strange(before, new JobHandle(1_000_000, handle.data()));

    cluster().cluster().attach(List.of(unknown, later, before.remembered()));

    StartedJob after = cluster().adopt(before.request(), before.launch());
    after.awaitRunning();
    awaitNothingKnown(unknown);
    awaitNothingKnown(later);
    openGate("gate");
    after.awaitFinished(7);
  }

  private static LaunchedJob strange(StartedJob job, JobHandle handle) {
    return new LaunchedJob(
        TestJobIds.next(), handle, job.request().specification(), job.remembered().lastStatus());
  }

  private void awaitNothingKnown(LaunchedJob job) {
    await("a report on a job that is not there")
        .atMost(underTest().patience().end())
        .until(() -> !cluster().observations().of(job.id()).isEmpty());
    assertThat(cluster().observations().of(job.id()))
        .allSatisfy(
            seen ->
                assertThat(seen)
                    .isInstanceOfAny(Observation.Absent.class, Observation.Unknown.class));
  }

  @Test
  void nothingToAttachIsAllRight() {
    assertThatNoException().isThrownBy(() -> cluster().cluster().attach(List.of()));
  }
}
