package org.openlauncher.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.JobHandle;
import org.openlauncher.api.plugin.Launch;
import org.openlauncher.api.plugin.LaunchPlan;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.api.plugin.Search;

/**
 * Submitting: a handle that can be stored and holds no secret; the same job never twice, however
 * often and from wherever it is submitted; a launch that can't succeed told with a code and a
 * message that names the thing; a plan that does nothing and tells the truth.
 */
public abstract class SubmitContract extends PluginContract {
  private static final int HANDLE_LIMIT = 8 * 1024;
  private static final int SUBMITTERS = 4;

  @Test
  void theHandleFitsTheStoreAndHoldsNoSecret() {
    JobSpecification.Builder specification =
        underTest()
            .command("exit 0")
            .environment(List.of(new EnvironmentVariable("TOKEN", "s3cret-value")))
            .stdin("s3cret-input");

    StartedJob job = start(specification);

    JobHandle handle = job.launch().handle();
    assertThat(handle.version()).isPositive();
    assertThat(handle.data()).hasSizeLessThan(HANDLE_LIMIT).doesNotContain("s3cret");
    assertThat(handle.data().chars()).as("characters of the handle").noneMatch(c -> c == 0);
    job.awaitFinished(0);
  }

  @Test
  void theSameJobIsNotRunTwice() throws Exception {
    LaunchRequest request =
        cluster()
            .request(
                underTest()
                    .command(
                        "echo ran >> " + quoted("trace") + "; " + waitAt("gate") + "; exit 3"));
    ExecutorService submitters = Executors.newFixedThreadPool(SUBMITTERS);
    try {
      List<Future<Launch>> answers =
          Stream.generate(() -> submitters.submit(() -> cluster().cluster().submit(request)))
              .limit(SUBMITTERS)
              .toList();
      StartedJob job = cluster().adopt(request, firstAccepted(answers));
      job.awaitRunning();
      awaitFile("trace");
      submitAgain(request, job.launch());
      openGate("gate");
      job.awaitFinished(3);
      submitAgain(request, job.launch());
    } finally {
      submitters.shutdownNow();
    }
    assertThat(Files.readAllLines(folder().resolve("trace"))).containsExactly("ran");
    assertThat(cluster().observations().statuses(request.id()).stream().map(JobStatus::state))
        .filteredOn(JobState::terminal)
        .containsOnly(JobState.FINISHED);
  }

  /** Of several submissions of one job, the later ones may be refused, but all in one voice. */
  private static Launch firstAccepted(List<Future<Launch>> answers) throws Exception {
    Launch accepted = null;
    for (Future<Launch> answer : answers) {
      Throwable refused = catchThrowable(answer::get);
      if (refused == null) {
        Launch launch = answer.get();
        assertThat(accepted == null || accepted.equals(launch)).as("one launch only").isTrue();
        accepted = launch;
      } else {
        assertThat(refused).hasCauseInstanceOf(LauncherException.class);
      }
    }
    if (accepted == null) {
      throw new AssertionError("no submission was accepted");
    }
    return accepted;
  }

  private void submitAgain(LaunchRequest request, Launch first) {
    Throwable refused =
        catchThrowable(
            () -> assertThat(cluster().cluster().submit(request)).as("launch").isEqualTo(first));
    if (refused != null) {
      assertThat(refused).isInstanceOf(LauncherException.class);
    }
  }

  @Test
  void aMissingProgramMakesTheJobFail() {
    assertFails(
        underTest().program("/no/such/program", List.of("argument")),
        StatusCode.COMMAND_NOT_FOUND,
        "/no/such/program");
  }

  @Test
  void aProgramThatIsNotOnThePathMakesTheJobFail() {
    assertFails(
        underTest().program("no-such-program-anywhere", List.of()),
        StatusCode.COMMAND_NOT_FOUND,
        "no-such-program-anywhere");
  }

  @Test
  void aMissingWorkingDirectoryMakesTheJobFail() {
    assertFails(
        underTest().command("exit 0").workingDirectory("/no/such/folder"),
        StatusCode.WORKING_DIRECTORY,
        "/no/such/folder");
  }

  /** The failure may be known at once, or be reported later: never an ordinary end. */
  private void assertFails(JobSpecification.Builder specification, StatusCode code, String named) {
    LaunchRequest request = cluster().request(specification);
    Throwable refused =
        catchThrowable(() -> cluster().adopt(request, cluster().cluster().submit(request)));
    if (refused == null) {
      JobStatus end = cluster().observations().awaitEnd(request.id(), underTest().patience().end());
      assertThat(end.state()).isEqualTo(JobState.FAILED);
      assertThat(end.code()).contains(code);
      assertThat(end.message()).contains(named);
    } else {
      assertThat(refused).isInstanceOf(LaunchFailedException.class).hasMessageContaining(named);
      assertThat(((LaunchFailedException) refused).statusCode()).isEqualTo(code);
      assertThat(cluster().cluster().find(request))
          .as("a job that could not be started")
          .isInstanceOf(Search.Absent.class);
    }
  }

  @Test
  void aFailedLaunchLeavesTheClusterWorking() {
    Throwable refused =
        catchThrowable(
            () ->
                start(underTest().program("/no/such/program", List.of()))
                    .awaitState(JobState.FAILED));
    assertThat(refused == null || refused instanceof LaunchFailedException)
        .as("failed launch, not %s", refused)
        .isTrue();
    start("exit 4").awaitFinished(4);
  }

  @Test
  void aPlanStartsAndWritesNothing() {
    start("exit 0").awaitFinished(0);
    LaunchRequest request =
        cluster().request(underTest().command("echo ran > " + quoted("trace")).stdin("input"));
    // What the cluster does by itself, at intervals, may write too, but not for ever.
    await("a plan that writes nothing")
        .atMost(underTest().patience().end())
        .ignoreExceptionsInstanceOf(IOException.class)
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .untilAsserted(
            () -> {
              Map<Path, String> before = snapshot(scratchFolder());
              LaunchPlan plan = cluster().cluster().plan(request);
              assertThat(plan.argv().isEmpty() && plan.document().isEmpty())
                  .as("empty plan")
                  .isFalse();
              assertThat(snapshot(scratchFolder())).isEqualTo(before);
            });
    assertThat(cluster().cluster().find(request)).isInstanceOf(Search.Absent.class);
    assertThat(cluster().observations().of(request.id())).isEmpty();
    assertThat(folder().resolve("trace")).doesNotExist();
  }

  @Test
  void aPlanIsWhatASubmissionDoes() {
    requires(OutputType.STDOUT);
    JobSpecification.Builder specification =
        underTest()
            .command("pwd; id -u; env -0")
            .workingDirectory(folder().toString())
            .environment(List.of(new EnvironmentVariable("COLOUR", "deep blue")));
    LaunchRequest request = cluster().request(specification);
    LaunchPlan plan = cluster().cluster().plan(request);

    StartedJob job = cluster().start(request);
    job.awaitFinished(0);

    assertThat(job.launch().stdoutFile()).isEqualTo(plan.stdoutFile());
    assertThat(job.launch().stderrFile()).isEqualTo(plan.stderrFile());
    assertThat(plan.workingDirectory()).contains(folder().toString());
    assertThat(plan.environment()).contains(new EnvironmentVariable("COLOUR", "deep blue"));
    job.awaitText(OutputType.STDOUT, "COLOUR=deep blue");
    String told = job.readText(OutputType.STDOUT);
    assertThat(told).startsWith(folder() + "\n" + plan.runAs().uid() + "\n");
    List<String> environment =
        List.of(told.substring(told.indexOf('\n', told.indexOf('\n') + 1) + 1).split("\0", -1));
    assertThat(environment)
        .containsAll(
            plan.environment().stream()
                .map(variable -> variable.name() + "=" + variable.value())
                .toList());
  }

  @Test
  void jobsThatCanNotSucceedCanBePlannedOrAreRefusedPlainly() {
    LaunchRequest request = cluster().request(underTest().program("/no/such/program", List.of()));

    Throwable refused = catchThrowable(() -> cluster().cluster().plan(request));

    if (refused != null) {
      assertThat(refused).isInstanceOf(LauncherException.class);
    }
  }

  private static Map<Path, String> snapshot(Path root) throws IOException {
    Map<Path, String> found = new TreeMap<>();
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.toList()) {
        found.put(path, Files.getLastModifiedTime(path) + " " + Files.isDirectory(path));
      }
    }
    return found;
  }
}
