package org.openlauncher.plugin.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.contract.MachineUsers;
import org.openlauncher.contract.PluginContract;
import org.openlauncher.contract.PluginUnderTest;
import org.openlauncher.contract.StartedJob;
import org.openlauncher.contract.TestJobIds;
import org.openlauncher.process.Privileges;
import org.openlauncher.process.testing.LauncherForm;
import org.openlauncher.process.testing.PrivilegedRun;

/**
 * What a user's jobs may do, and what they may not, where each runs as its owner. {@link
 * PrivilegedRun} runs this, in a process that is neither user's.
 */
final class PrivilegedJobs extends PluginContract {
  private final MachineUsers users = new MachineUsers();
  private final UserAccount alice = users.find("alice").orElseThrow();
  private final UserAccount bob = users.find("bob").orElseThrow();
  private Path ofAlice = Path.of("/");

  @Override
  protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
    return LocalUnderTest.of(LauncherForm.INHERITED, folder);
  }

  /** A folder that only alice can enter. */
  @BeforeEach
  void makePrivateFolder() {
    ofAlice =
        Path.of(output("umask 077; mkdir " + quoted("private") + "; echo " + quoted("private")));
  }

  @AfterEach
  void removePrivateFolder() {
    output("rm -rf " + quoted("private"));
  }

  private StartedJob start(UserAccount owner, JobSpecification.Builder job) {
    return cluster().start(new LaunchRequest(TestJobIds.next(), job.build(), owner));
  }

  private StartedJob start(UserAccount owner, String script) {
    return start(owner, underTest().command(script));
  }

  /** What a job of alice's says that must succeed. */
  private String output(String script) {
    return output(start(script));
  }

  private static String output(StartedJob job) {
    job.awaitFinished(0);
    return job.readText(OutputType.STDOUT).strip();
  }

  private static String groups(UserAccount account) {
    return account.groupIds().stream()
        .sorted()
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }

  @Test
  void aJobHasItsOwnersIdentityAndNothingElse() {
    for (UserAccount owner : List.of(alice, bob)) {
      assertThat(
              output(start(owner, "id -ru; id -u; id -g; id -G | tr ' ' '\\n' | sort -n | xargs")))
          .isEqualTo(owner.uid() + "\n" + owner.uid() + "\n" + owner.gid() + "\n" + groups(owner));
      assertThat(output(start(owner, "grep -E '^Cap(Inh|Prm|Eff|Amb)' /proc/self/status")))
          .matches("(?s)(Cap...:\\t0+\\s*){4}");
    }
  }

  @Test
  void aJobStartsAtHomeLikeAfterALogin() {
    assertThat(output("pwd -P; echo $HOME; echo $USER $LOGNAME $SHELL; umask; echo $PATH"))
        .isEqualTo(
            String.join(
                "\n",
                alice.home().toString(),
                alice.home().toString(),
                "alice alice " + alice.shell(),
                "0022",
                "/usr/local/bin:/usr/bin:/bin"));
  }

  @Test
  void aJobsFilesAreItsOwners() {
    assertThat(output("cd " + quoted("private") + "; touch f; stat -c '%U %G %a' f"))
        .isEqualTo("alice " + alice.groups().get(0) + " 644");
  }

  @Test
  void keptOutputBelongsToTheOwnerAndIsReadByTheLauncherAlone() throws IOException {
    StartedJob job = start("stat -Lc '%U %a' /dev/stdout; echo reopened >>/dev/stdout");
    assertThat(output(job)).isEqualTo("alice 640\nreopened");

    Path kept = Path.of(job.launch().stdoutFile().orElseThrow());
    assertThat(Files.getOwner(kept).getName()).isEqualTo("alice");
    assertThat(output("cat '" + kept + "' 2>/dev/null || echo denied")).isEqualTo("denied");
    assertThat(output(start(bob, "cat '" + kept + "' 2>/dev/null || echo denied")))
        .isEqualTo("denied");
  }

  @Test
  void aPrivateFolderIsUsedAsItsOwner() {
    assertThatThrownBy(() -> Files.size(ofAlice.resolve("x")))
        .isInstanceOf(AccessDeniedException.class);
    Path file = ofAlice.resolve("out");

    StartedJob job =
        start(
            underTest()
                .command("pwd; " + waitAt("gate") + "; echo end")
                .workingDirectory(ofAlice.toString())
                .stdoutFile(file.toString()));

    job.awaitText(OutputType.STDOUT, ofAlice + "\n");
    try {
      openGate("gate");
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
    job.awaitFinished(0);
    job.awaitExactly(OutputType.STDOUT, (ofAlice + "\nend\n").getBytes(UTF_8));
    assertThat(output("stat -c '%U %a' '" + file + "'")).isEqualTo("alice 600");
    cluster().cluster().forget(job.remembered());
    assertThat(output("cat '" + file + "'")).isEqualTo(ofAlice + "\nend");
  }

  @Test
  void anothersPrivateFolderStaysClosed() {
    assertDenied(underTest().command("exit 0").workingDirectory(ofAlice.toString()));
    assertDenied(underTest().command("exit 0").stdoutFile(ofAlice.resolve("x").toString()));
    assertDenied(underTest().command("exit 0").stderrFile(ofAlice.resolve("x").toString()));
    output("install -m 700 /bin/true '" + ofAlice + "/program'");
    assertDenied(underTest().program(ofAlice.resolve("program").toString(), List.of()));
    assertThat(output("ls '" + ofAlice + "'")).isEqualTo("program");
  }

  private void assertDenied(JobSpecification.Builder job) {
    assertThatThrownBy(() -> start(bob, job))
        .isInstanceOfSatisfying(
            LaunchFailedException.class,
            failure -> assertThat(failure.statusCode()).isEqualTo(StatusCode.PERMISSION_DENIED))
        .hasMessageContaining(ofAlice.toString());
  }

  @Test
  void aLinkGivesNobodyMoreThanHeHas() {
    output("cd '" + ofAlice + "'; echo secret >file; chmod 755 .; chmod 600 file");
    String secret = ofAlice.resolve("file").toString();
    String link = output(start(bob, "d=$(mktemp -d) && chmod 755 $d && echo $d/link")).strip();
    output(start(bob, "ln -s '" + secret + "' " + link));

    assertThatThrownBy(() -> start(bob, underTest().command("echo mine").stdoutFile(link)))
        .isInstanceOf(LaunchFailedException.class)
        .hasMessageContaining(link);
    assertThat(output("cat '" + secret + "'")).isEqualTo("secret");

    output(start(bob, "rm " + link));
    StartedJob writer = start(bob, underTest().command("echo mine").stdoutFile(link));
    assertThat(output(writer)).isEqualTo("mine");
    output(start(bob, "ln -sf '" + secret + "' " + link));
    assertThatThrownBy(() -> writer.readText(OutputType.STDOUT))
        .isInstanceOfSatisfying(
            LauncherException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.JOB_OUTPUT_NOT_FOUND))
        .hasMessageContaining(link);
    output(start(bob, "rm -r $(dirname " + link + ")"));
  }

  @Test
  void anOutputFileOfAnotherUserInAFolderForAllIsNotWritten() {
    String file = output("f=$(mktemp) && echo $f");
    assertThatThrownBy(() -> start(bob, underTest().command("echo x").stdoutFile(file)))
        .isInstanceOf(LaunchFailedException.class)
        .hasMessageContaining(file);
    output("rm " + file);
  }

  @Test
  void someUsersHaveNoJobs() {
    for (String name : List.of("root", "daemon", "nobody")) {
      UserAccount user = users.find(name).orElseThrow();
      assertThatThrownBy(() -> start(user, "exit 0"))
          .isInstanceOf(LauncherException.class)
          .hasMessageStartingWith("$.job.user: " + name + " can't have jobs here: ");
    }
  }

  @Test
  void aUserThatIsGoneIsNamed() {
    UserAccount gone =
        new UserAccount(
            "no-such-user", 4_000_000, 4_000_000, List.of(), List.of(), Path.of("/"), "/bin/sh");

    assertThatThrownBy(() -> start(gone, "exit 0"))
        .isInstanceOf(LaunchFailedException.class)
        .hasMessageContaining("no-such-user");
  }

  @Test
  void aJobCannotTouchWhatWatchesOverIt() {
    assertThat(
            output("kill -9 $PPID 2>/dev/null || echo denied; tr '\\0' ' ' </proc/$PPID/cmdline"))
        .startsWith("denied\nopenlauncher-shim ");
    assertThat(output("ls '" + scratchFolder() + "' 2>/dev/null || echo denied"))
        .isEqualTo("denied");
  }

  @Test
  void whoeverDetachesHimselfIsKilledToo() throws IOException {
    StartedJob job =
        start(
            "setsid sh -c 'while :; do echo x; sleep 0.05; done >>"
                + folder()
                + "/beat' & sleep 1000");
    awaitGrowth("beat");

    job.control(JobOperation.KILL);

    job.awaitEnding(underTest().afterKill());
    awaitStandstill("beat");
  }

  @Test
  void aJobThatUsesTooMuchMemoryIsToldSo() {
    Privileges.MemoryLimit kind = LauncherForm.INHERITED.launcher().privileges().memoryLimit();
    assumeTrue(
        kind == Privileges.MemoryLimit.CONTROL_GROUP_1
            || kind == Privileges.MemoryLimit.CONTROL_GROUP_2,
        "this machine has no control groups for memory");
    StartedJob job =
        start(
            underTest()
                .command("head -c 200000000 /dev/zero | tail -c 200000000 >/dev/null")
                .resourceLimits(List.of(new ResourceLimit(ResourceLimit.MEMORY, "50"))));

    JobStatus end = job.awaitEnd();
    assertThat(end.state()).isEqualTo(JobState.KILLED);
    assertThat(end.code()).contains(StatusCode.OUT_OF_MEMORY);
    assertThat(end.exitCode()).contains(137);
  }

  @Test
  void aLimitOfProcessorTimeEndsAJob() {
    StartedJob job =
        start(
            underTest()
                .command("while :; do :; done")
                .resourceLimits(List.of(new ResourceLimit(ResourceLimit.CPU_TIME, "1"))));

    JobStatus end = job.awaitEnd();
    assertThat(end.state()).isEqualTo(JobState.KILLED);
    assertThat(end.code()).contains(StatusCode.TIME_LIMIT);
  }

  @Test
  void idsAreThoseOfTheLauncher() {
    JobId id = TestJobIds.next();
    StartedJob job =
        cluster()
            .start(
                new LaunchRequest(
                    id, underTest().command("echo $OPENLAUNCHER_JOB_ID").build(), alice));
    assertThat(output(job)).isEqualTo(id.value());
  }
}
