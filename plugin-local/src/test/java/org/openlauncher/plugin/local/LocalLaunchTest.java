package org.openlauncher.plugin.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.LaunchPlan;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.plugin.LaunchedJob;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.api.plugin.Search;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.process.network.MachineAddresses;
import org.openlauncher.process.testing.LauncherForm;

@ParameterizedClass
@EnumSource(names = {"SHELL", "SPAWNER"})
final class LocalLaunchTest {
  private static final List<String> ODD_ARGUMENTS =
      List.of(
          "", " a  b ", "it's \"x\"", "$HOME `id` $(id)", "two\nlines\n", "\\n", "-x", "ä€𝄞", "*");

  @TempDir Path folder;
  private LocalJobs jobs;

  private final LauncherForm form;

  LocalLaunchTest(LauncherForm form) {
    this.form = form;
  }

  @BeforeEach
  void open() {
    jobs = new LocalJobs(form, folder);
  }

  @AfterEach
  void close() {
    jobs.close();
  }

  @Test
  void tellsThatTheClusterIsWell() {
    assertThat(jobs.context.sink.healths()).containsExactly(ClusterHealth.GREEN);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 150, 200, 255})
  void anExitCodeIsNoFailure(int exitCode) {
    LaunchedJob job = jobs.script("exit " + exitCode);
    JobStatus end = jobs.awaitEnd(job);
    assertThat(end.state()).isEqualTo(JobState.FINISHED);
    assertThat(end.exitCode()).contains(exitCode);
    assertThat(end.code()).contains(StatusCode.EXITED);
    assertThat(jobs.context.sink.states(job.id()))
        .containsExactly(JobState.RUNNING, JobState.FINISHED);
  }

  @Test
  void aSignalKills() {
    JobStatus end = jobs.awaitEnd(jobs.script("kill -KILL $$"));
    assertThat(end.state()).isEqualTo(JobState.KILLED);
    assertThat(end.exitCode()).contains(137);
    assertThat(end.code()).contains(StatusCode.SIGNALED);
    assertThat(end.message()).isEqualTo("Ended by signal 9 (SIGKILL).");
  }

  @Test
  void aRunningJobTellsWhereItRuns() {
    LaunchedJob job = jobs.script("echo $$; exec sleep 1000");
    JobStatus running = jobs.await(job, JobState.RUNNING);
    LocalJobs.awaitTrue(() -> jobs.text(job, OutputType.STDOUT).endsWith("\n"));
    assertThat(jobs.text(job, OutputType.STDOUT).strip())
        .isEqualTo(running.pid().orElseThrow().toString());
    assertThat(running.host()).contains(MachineAddresses.hostName());
    assertThat(jobs.cluster.network(job).host()).isEqualTo(MachineAddresses.hostName());
    assertThat(jobs.cluster.network(job).ipAddresses()).doesNotContain("127.0.0.1", "::1");
    assertThat(jobs.cluster.resourceUse(job).orElseThrow().residentMemory().orElseThrow().bytes())
        .isPositive();
  }

  @Test
  void argumentsReachAProgramUnchanged() {
    LaunchedJob job =
        jobs.submit(builder -> builder.exe("printf").args(append("%s\\0", ODD_ARGUMENTS)));
    jobs.awaitEnd(job);
    assertThat(jobs.output(job, OutputType.STDOUT)).isEqualTo(zeroTerminated(ODD_ARGUMENTS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "printf '%s\\0'",
        "printf '%s\\0' # all of them",
        "printf '%s\\0' \\\n",
        "printf '%s\\0' \n\n# it's \"this\"\n"
      })
  void argumentsReachACommandLineUnchanged(String command) {
    LaunchedJob job = jobs.submit(builder -> builder.command(command).args(ODD_ARGUMENTS));
    jobs.awaitEnd(job);
    assertThat(jobs.output(job, OutputType.STDOUT)).isEqualTo(zeroTerminated(ODD_ARGUMENTS));
  }

  @Test
  void theEnvironmentIsThatOfTheUserAndTheJob() {
    LaunchedJob job =
        jobs.submit(
            builder ->
                builder
                    .command(
                        "printf '%s|' \"$HOME\" \"$USER\" \"$LOGNAME\" \"$SHELL\" \"$PATH\""
                            + " \"$A\" \"$OPENLAUNCHER_JOB_ID\"; pwd; cat")
                    .environment(
                        List.of(
                            new EnvironmentVariable("A", "1"),
                            new EnvironmentVariable("SHELL", "/bin/other"),
                            new EnvironmentVariable("A", "2"),
                            new EnvironmentVariable("OPENLAUNCHER_JOB_ID", "forged")))
                    .stdin("from the client"));
    jobs.awaitEnd(job);
    String home = jobs.self().home().toString();
    String name = jobs.self().name();
    assertThat(jobs.text(job, OutputType.STDOUT))
        .isEqualTo(
            String.join(
                    "|",
                    home,
                    name,
                    name,
                    "/bin/other",
                    "/usr/local/bin:/usr/bin:/bin",
                    "2",
                    job.id().value(),
                    home)
                + "\nfrom the client");
  }

  @Test
  void startsWhereTheJobAsksTo() {
    LaunchedJob job = jobs.submit(builder -> builder.exe("pwd").workingDirectory("/usr"));
    jobs.awaitEnd(job);
    assertThat(jobs.text(job, OutputType.STDOUT)).isEqualTo("/usr\n");
  }

  @Test
  void aProgramThatIsMissingFailsTheLaunchAndLeavesNothing() {
    LaunchRequest request = jobs.request(builder -> builder.exe("/no/such/program"));
    assertThatThrownBy(() -> jobs.submit(request))
        .isInstanceOfSatisfying(
            LaunchFailedException.class,
            failure -> assertThat(failure.statusCode()).isEqualTo(StatusCode.COMMAND_NOT_FOUND));
    assertThat(jobs.cluster.find(request)).isInstanceOf(Search.Absent.class);
    Path output = jobs.context.scratchFolder().resolve("output").resolve(jobs.self().name());
    assertThat(output).isEmptyDirectory();
  }

  @Test
  void theSameJobIsNotStartedTwice() {
    Path file = folder.resolve("starts");
    LaunchRequest counting =
        jobs.request(
            builder ->
                builder
                    .command("echo start >> \"$FILE\"")
                    .environment(List.of(new EnvironmentVariable("FILE", file.toString()))));
    assertThat(jobs.cluster.find(counting)).isInstanceOf(Search.Absent.class);
    LaunchedJob first = jobs.submit(counting);
    jobs.awaitEnd(first);
    LaunchedJob second = jobs.submit(counting);
    assertThat(second).isEqualTo(first);
    assertThat(jobs.cluster.find(counting))
        .isInstanceOfSatisfying(
            Search.Found.class,
            found -> assertThat(found.launch().handle()).isEqualTo(first.handle()));
    LocalJobs.awaitTrue(
        () ->
            jobs.context.sink.states(first.id()).stream()
                    .filter(state -> state == JobState.FINISHED)
                    .count()
                >= 2);
    assertThat(file).hasContent("start");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stdoutFile", "stderrFile", "workingDirectory"})
  void relativePathsAreRefused(String member) {
    LaunchRequest request =
        jobs.request(
            builder ->
                switch (member) {
                  case "stdoutFile" -> builder.exe("true").stdoutFile("x");
                  case "stderrFile" -> builder.exe("true").stderrFile("x");
                  default -> builder.exe("true").workingDirectory("x");
                });
    assertThatThrownBy(() -> jobs.cluster.validate(request.specification(), request.owner()))
        .isInstanceOfSatisfying(
            LauncherException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
        .hasMessage("$.job." + member + ": expected an absolute path, found \"x\"");
  }

  @Test
  void aGroupThatJobsCannotRunAsIsRefused() {
    LaunchRequest request = jobs.request(builder -> builder.exe("true").group("other"));
    assertThatThrownBy(() -> jobs.cluster.validate(request.specification(), request.owner()))
        .hasMessage(
            "$.job.group: expected \"primary\", the primary group of "
                + jobs.self().name()
                + ", which jobs run as beside all other groups of that user, found \"other\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../x", "a/b"})
  void anOwnerWhoseNameIsNoFileNameIsRefused(String name) {
    LaunchRequest request = jobs.request(builder -> builder.exe("true"));
    assertThatThrownBy(
            () -> jobs.cluster.validate(request.specification(), account(name, jobs.self())))
        .hasMessage("$.job.user: expected a name that can be a file's, found \"" + name + "\"");
  }

  @Test
  void aPlanTellsAllAndStartsNothing() {
    LaunchRequest request =
        jobs.request(builder -> builder.command("echo").args(List.of("a b")).workingDirectory("/"));
    UserAccount other = account("somebody", jobs.self());
    LaunchPlan plan =
        jobs.cluster.plan(new LaunchRequest(request.id(), request.specification(), other));
    assertThat(plan.runAs())
        .isEqualTo(new LaunchPlan.RunAs(jobs.self().name(), jobs.self().uid(), jobs.self().gid()));
    assertThat(plan.argv()).containsExactly("/bin/sh", "-c", "echo \"$@\"", "sh", "a b");
    assertThat(plan.workingDirectory()).contains("/");
    assertThat(plan.stdoutFile().orElseThrow()).endsWith("/somebody/" + request.id() + ".stdout");
    assertThat(plan.environment()).contains(new EnvironmentVariable("USER", jobs.self().name()));
    assertThat(plan.notes())
        .containsExactly(
            "The job runs as "
                + jobs.self().name()
                + ", the user that the launcher runs as, and not as somebody.");
    assertThat(jobs.cluster.find(request)).isInstanceOf(Search.Absent.class);
    assertThat(jobs.context.scratchFolder().resolve("output")).doesNotExist();
  }

  @Test
  void runningAsOtherUsersIsRefused() {
    TestContext privileged = new TestContext(folder, Map.of(LocalOptions.UNPRIVILEGED, "0"));
    assertThatThrownBy(() -> new LocalPlugin(form.launcher()).open(privileged))
        .isInstanceOfSatisfying(
            LauncherException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.REQUEST_NOT_SUPPORTED))
        .hasMessage(
            "/etc/launcher.local.conf:3: unprivileged: expected 1, found 0: only a launcher that"
                + " root started can run jobs as other users");
    privileged.executor().shutdownNow();
  }

  private static UserAccount account(String name, UserAccount self) {
    return new UserAccount(
        name, self.uid() + 1, self.gid(), self.groups(), self.groupIds(), self.home(), "/bin/sh");
  }

  private static List<String> append(String first, List<String> rest) {
    return Stream.concat(Stream.of(first), rest.stream()).toList();
  }

  private static byte[] zeroTerminated(List<String> texts) {
    return (String.join("\0", texts) + "\0").getBytes(StandardCharsets.UTF_8);
  }
}
