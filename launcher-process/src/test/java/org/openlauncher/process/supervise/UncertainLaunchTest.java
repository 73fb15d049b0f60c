package org.openlauncher.process.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.api.error.AmbiguousLaunchException;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.LaunchTrace;
import org.openlauncher.process.OutputFile;
import org.openlauncher.process.ProcessLimits;
import org.openlauncher.process.ProcessRequest;
import org.openlauncher.process.ProcessSupervisor;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.Signal;

/** Launches of which nobody can say whether they happened, by shims that the test plays itself. */
final class UncertainLaunchTest {
  private static final String STARTED = "started 4000000 1 4000001 1 .\n";

  @TempDir Path folder;
  private final RecordingListener listener = new RecordingListener();
  private final List<ProcessSupervisor> supervisors = new ArrayList<>();
  private final JobId id = Jobs.newId();

  @AfterEach
  void close() {
    supervisors.forEach(ProcessSupervisor::close);
  }

  /** What happens when a job is started. */
  private interface Start {
    void with(Path record, String token) throws IOException;
  }

  private record Played(Start start) implements Shims {
    @Override
    public void check(ProcessRequest request) {}

    @Override
    public Optional<JobRecord.Start> start(ProcessRequest request, Path record, String token)
        throws IOException {
      start.with(record, token);
      return Optional.empty();
    }

    @Override
    public void release(JobId id) {}

    @Override
    public boolean signal(JobId id, JobRecord.Start start, ProcessUser user, Signal signal) {
      return false;
    }

    @Override
    public void watch(Consumer<Optional<String>> impediment) {}

    @Override
    public void close() {}
  }

  private ProcessSupervisor supervisor(Start start) {
    ProcessSupervisor supervisor =
        RecordedSupervisor.open(
            folder.resolve("run"), listener, home -> new Played(start), Duration.ofMillis(100));
    supervisors.add(supervisor);
    return supervisor;
  }

  private ProcessRequest request(Path output) {
    return new ProcessRequest(
        id,
        new ProcessUser.Self(),
        List.of("true"),
        Map.of(),
        folder,
        Optional.empty(),
        Optional.of(new OutputFile.Kept(output)),
        Optional.empty(),
        022,
        ProcessLimits.NONE);
  }

  private static void append(Path record, String lines) throws IOException {
    String header = Files.readString(record).lines().findFirst().orElseThrow() + "\n";
    Files.writeString(record, header + lines + " ".repeat(JobRecord.SIZE - header.length()));
  }

  private static AmbiguousLaunchException silence() {
    return new AmbiguousLaunchException("no answer");
  }

  @Test
  void aLaunchWithoutAnAnswerThatDidNotHappenCanBeRepeated() {
    ProcessSupervisor supervisor =
        supervisor(
            (record, token) -> {
              throw silence();
            });

    assertThatThrownBy(() -> supervisor.launch(request(folder.resolve("out"))))
        .isInstanceOf(AmbiguousLaunchException.class);

    assertThat(folder.resolve("run/records/" + id)).exists();
    assertThat(supervisor.find(id)).isEqualTo(new LaunchTrace.NeverLaunched());
    assertThat(folder.resolve("run/records/" + id)).doesNotExist();
    assertThat(listener.heard()).isEmpty();
  }

  @Test
  void aLaunchWithoutAnAnswerThatHappenedIsFoundAndCanBeWatched() {
    ProcessSupervisor supervisor =
        supervisor(
            (record, token) -> {
              append(record, STARTED + "usage 1 1 1 .\nended 3 .\n");
              throw silence();
            });

    assertThatThrownBy(() -> supervisor.launch(request(folder.resolve("out"))))
        .isInstanceOf(AmbiguousLaunchException.class);

    assertThat(supervisor.find(id)).isInstanceOf(LaunchTrace.Launched.class);
    assertThat(listener.heard()).isEmpty();
    supervisor.watch(id);
    assertThat(listener.awaitExitCode(id)).isEqualTo(3);
  }

  @Test
  void aRefusalAfterTheStartProvesNothing() {
    ProcessSupervisor supervisor =
        supervisor(
            (record, token) -> {
              append(record, STARTED);
              throw Refusal.RESOURCES.failure("The process that was to do it ended.", 0);
            });

    assertThatThrownBy(() -> supervisor.launch(request(folder.resolve("out"))))
        .isInstanceOf(AmbiguousLaunchException.class)
        .hasMessageContaining("has started");
    assertThat(supervisor.find(id)).isInstanceOf(LaunchTrace.Launched.class);
  }

  @Test
  void aStartThatIsRefusedAfterAllIsNeverTold() {
    ProcessSupervisor supervisor =
        supervisor(
            (record, token) -> {
              append(record, STARTED);
              append(record, STARTED + "refused program-not-found 2 .\n");
              throw Refusal.PROGRAM_NOT_FOUND.failure("The program true does not exist.", 2);
            });

    assertThatThrownBy(() -> supervisor.launch(request(folder.resolve("out"))))
        .hasMessage("The program true does not exist.");

    assertThat(supervisor.find(id)).isEqualTo(new LaunchTrace.NeverLaunched());
    assertThat(listener.heard()).isEmpty();
  }

  @Test
  void aJobThatIsBeingLaunchedIsNeitherFoundNorTakenBack() {
    List<LaunchTrace> seen = new ArrayList<>();
    List<ProcessSupervisor> self = new ArrayList<>();
    ProcessSupervisor supervisor =
        supervisor(
            (record, token) -> {
              seen.add(self.get(0).find(id));
              append(record, STARTED + "usage 1 1 1 .\nkilled 9 .\n");
            });
    self.add(supervisor);

    supervisor.launch(request(folder.resolve("out")));

    assertThat(seen).singleElement().isInstanceOf(LaunchTrace.Unknown.class);
    assertThat(listener.awaitExitCode(id)).isEqualTo(137);
    assertThat(listener.heardOf(id)).containsExactly("started " + id, "ended " + id);
  }

  @Test
  void aJobThatEndsBeforeItsLaunchReturnsTellsItsExitCode() {
    ProcessSupervisor supervisor =
        supervisor(
            (record, token) -> {
              append(record, STARTED + "usage 1 1 1 .\nended 3 .\n");
              // Several liveness checks, which find neither the job nor its shim.
              await().during(Duration.ofMillis(500)).until(() -> listener.heard().isEmpty());
            });

    supervisor.launch(request(folder.resolve("out")));

    assertThat(listener.awaitExitCode(id)).isEqualTo(3);
    assertThat(listener.heardOf(id)).containsExactly("started " + id, "ended " + id);
  }

  @Test
  void onlyTheOneThatLaunchesRemovesAnOldKeptFile() throws IOException {
    Path kept = Files.writeString(folder.resolve("kept"), "output of the job that runs");
    ProcessSupervisor supervisor = supervisor((record, token) -> Files.writeString(kept, "new"));
    supervisor.launch(request(kept));

    assertThatThrownBy(() -> supervisor.launch(request(kept)))
        .isInstanceOfSatisfying(
            LauncherException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_JOB_STATE));

    assertThat(kept).hasContent("new");
  }
}
