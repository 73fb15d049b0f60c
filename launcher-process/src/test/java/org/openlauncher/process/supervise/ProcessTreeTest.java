package org.openlauncher.process.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.ProcessIdentity;
import org.openlauncher.process.ResourceUse;
import org.openlauncher.process.Signal;

@ParameterizedClass
@EnumSource(Form.class)
final class ProcessTreeTest {
  /** Starts a child, and a daemon in a session of its own that init adopts; then waits. */
  private static final String WITH_DAEMON =
      "sleep 300 & echo $! >$1/child; "
          + "(setsid sh -c 'echo $$ >$1/daemon.new; mv $1/daemon.new $1/daemon; exec sleep 300' sh $1 &);"
          + " until [ -f $1/daemon ]; do sleep 0.01; done; mv $1/child $1/ready; ";

  @TempDir Path folder;
  private final Form form;
  private Jobs jobs;

  ProcessTreeTest(Form form) {
    this.form = form;
  }

  @BeforeEach
  void open() {
    jobs = new Jobs(form, folder);
  }

  @AfterEach
  void close() {
    jobs.close();
  }

  @Test
  void suspendAndResumeReachTheWholeTree() throws IOException {
    JobId id = jobs.script(WITH_DAEMON + "wait", folder.toString()).launch();
    List<Long> tree = awaitTree(id);

    jobs.signal(id, Signal.SUSPEND);
    assertThat(tree).allSatisfy(pid -> assertThat(state(pid)).isEqualTo('T'));

    jobs.signal(id, Signal.RESUME);
    assertThat(tree)
        .allSatisfy(pid -> await().untilAsserted(() -> assertThat(state(pid)).isNotEqualTo('T')));
  }

  @Test
  void killReachesTheWholeTreeAndTheExitCodeIsKept() throws IOException {
    JobId id = jobs.script(WITH_DAEMON + "wait", folder.toString()).launch();
    List<Long> tree = awaitTree(id);

    jobs.signal(id, Signal.KILL);

    assertThat(tree).allSatisfy(pid -> assertThat(running(pid)).isFalse());
    assertThat(jobs.listener.awaitExitCode(id)).isEqualTo(137);
  }

  @Test
  void terminateReachesASuspendedTree() throws IOException {
    JobId id = jobs.script(WITH_DAEMON + "wait", folder.toString()).launch();
    List<Long> tree = awaitTree(id);
    jobs.signal(id, Signal.SUSPEND);

    jobs.signal(id, Signal.TERMINATE);

    assertThat(jobs.listener.awaitExitCode(id)).isEqualTo(143);
    assertThat(tree)
        .allSatisfy(pid -> await().untilAsserted(() -> assertThat(running(pid)).isFalse()));
  }

  @Test
  void aProgramMayAnswerTerminationInItsOwnWay() {
    JobId id =
        jobs.script(
                "trap 'exit 5' TERM; : >$1/ready; while :; do sleep 0.01; done", folder.toString())
            .launch();
    await().until(() -> Files.exists(folder.resolve("ready")));

    jobs.signal(id, Signal.TERMINATE);

    assertThat(jobs.listener.awaitExitCode(id)).isEqualTo(5);
  }

  @Test
  void killReachesWhatIsLeftWhenTheProgramHasEnded() throws IOException {
    JobId id = jobs.script(WITH_DAEMON, folder.toString()).launch();
    assertThat(jobs.listener.awaitExitCode(id)).isZero();
    List<Long> left = List.of(pid("ready"), pid("daemon"));
    assertThat(left).allSatisfy(pid -> assertThat(running(pid)).isTrue());

    jobs.signal(id, Signal.KILL);

    assertThat(left).allSatisfy(pid -> assertThat(running(pid)).isFalse());
    jobs.signal(id, Signal.KILL);
  }

  @Test
  void whatIsLeftIsFoundByItsSessionWhenItHasDroppedTheMark() throws IOException {
    JobId id = jobs.script("env -i /bin/sleep 300 & echo $! >$1/child", folder.toString()).launch();
    assertThat(jobs.listener.awaitExitCode(id)).isZero();
    long child = pid("child");

    jobs.signal(id, Signal.KILL);

    assertThat(running(child)).isFalse();
  }

  @Test
  void aJobThatForksAllTheTimeCannotOutrunKill() {
    // Each starts one like itself in a session of its own and ends, twenty generations long.
    String forks =
        "n=$1; [ $n -lt 20 ] || exec sleep 300; "
            + "setsid sh -c \"$2\" sh $((n+1)) \"$2\" & sleep 0.05";
    JobId id =
        jobs.script("while :; do setsid sh -c \"$1\" sh 0 \"$1\" & sleep 0.1; done", forks)
            .launch();
    await()
        .until(
            () ->
                jobs.supervisor.measure(List.of(id)).containsKey(id)
                    && ProcessTable.scan().entries().keySet().stream()
                            .filter(pid -> ProcessTable.marker(pid).filter(id::equals).isPresent())
                            .count()
                        > 10);

    jobs.signal(id, Signal.KILL);

    assertThat(jobs.listener.awaitExitCode(id)).isEqualTo(137);
    assertThat(jobs.supervisor.measure(List.of(id))).isEmpty();
  }

  @Test
  void otherJobsAreNotTouched() {
    JobId one = jobs.request("sleep", "300").launch();
    JobId other = jobs.request("sleep", "300").launch();
    jobs.listener.awaitStart(one);
    ProcessIdentity left = jobs.listener.awaitStart(other);

    jobs.signal(one, Signal.KILL);

    assertThat(jobs.listener.awaitExitCode(one)).isEqualTo(137);
    assertThat(ProcessTable.alive(left)).isTrue();
    assertThat(jobs.listener.exit(other)).isEmpty();
  }

  @Test
  void unknownJobs() {
    assertThat(
            catchThrowableOfType(
                    LauncherException.class, () -> jobs.signal(Jobs.newId(), Signal.KILL))
                .code())
        .isEqualTo(ErrorCode.JOB_NOT_FOUND);
    assertThat(jobs.supervisor.measure(List.of(Jobs.newId()))).isEmpty();
  }

  @Test
  void measuresTheWholeTree() {
    String busy = "while :; do :; done";
    JobId id = jobs.script("sh -c \"$1\" & sh -c \"$1\"", busy).launch();
    JobId idle = jobs.request("sleep", "300").launch();
    jobs.listener.awaitStart(id);
    jobs.listener.awaitStart(idle);
    await()
        .until(
            () ->
                measure(id)
                    .filter(use -> use.processorTime().compareTo(Duration.ofMillis(200)) > 0)
                    .isPresent());

    ResourceUse busyUse = measure(id).orElseThrow();
    assertThat(measure(idle).orElseThrow().processorPercent()).isEmpty();
    assertThat(busyUse.residentMemory().bytes()).isBetween(500_000L, 1_000_000_000L);
    assertThat(busyUse.virtualMemory()).isGreaterThan(busyUse.residentMemory());
    await()
        .until(
            () -> {
              double percent = measure(id).orElseThrow().processorPercent().orElseThrow();
              return percent > 1 && percent < 100 * Runtime.getRuntime().availableProcessors() + 50;
            });
    assertThat(jobs.supervisor.measure(List.of(id, idle, Jobs.newId())).keySet())
        .containsExactlyInAnyOrder(id, idle);
  }

  @Test
  void processorTimeDoesNotGoBackWhenChildrenEnd() {
    JobId id =
        jobs.script(
                "sh -c 'i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done'; : >$1/ready; sleep 300",
                folder.toString())
            .launch();
    Duration most = Duration.ZERO;
    while (!Files.exists(folder.resolve("ready"))) {
      Optional<ResourceUse> use = measure(id);
      if (use.isPresent()) {
        assertThat(use.get().processorTime()).isGreaterThanOrEqualTo(most);
        most = use.get().processorTime();
      }
    }
    assertThat(measure(id).orElseThrow().processorTime()).isGreaterThanOrEqualTo(most).isPositive();
  }

  @Test
  void namesWithBracketsAndBlanksAreNoTrouble() {
    ProcessEntry entry =
        ProcessEntry.parse(
                "42 (a) R 1 (x)) S 7 42 40 0 -1 4194560 103 0 0 0 5 6 7 8 20 0 1 0 635 2596864"
                    + " 219 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0")
            .orElseThrow();

    assertThat(entry).isEqualTo(new ProcessEntry(42, 'S', 7, 40, 11, 15, 635, 2596864, 219));
    assertThat(ProcessEntry.parse("")).isEmpty();
    assertThat(ProcessEntry.parse("42 (sh) S 1")).isEmpty();
  }

  private Optional<ResourceUse> measure(JobId id) {
    return Optional.ofNullable(jobs.supervisor.measure(List.of(id)).get(id));
  }

  private List<Long> awaitTree(JobId id) throws IOException {
    await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(folder.resolve("ready")));
    return List.of(jobs.listener.awaitStart(id).pid(), pid("ready"), pid("daemon"));
  }

  private long pid(String file) throws IOException {
    return Long.parseLong(Files.readString(folder.resolve(file)).strip());
  }

  private static char state(long pid) {
    return ProcessTable.find(pid).map(ProcessEntry::state).orElse('-');
  }

  private static boolean running(long pid) {
    return ProcessTable.find(pid).filter(entry -> !entry.dead()).isPresent();
  }
}
