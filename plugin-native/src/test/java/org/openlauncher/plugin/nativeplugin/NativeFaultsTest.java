package org.openlauncher.plugin.nativeplugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openlauncher.api.error.AmbiguousLaunchException;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.JobOutput;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.api.plugin.Search;
import org.openlauncher.contract.MachineUsers;
import org.openlauncher.contract.OpenCluster;
import org.openlauncher.contract.PluginUnderTest;
import org.openlauncher.contract.StartedJob;

/** Plugins that don't do what they should, and those of the older kit. */
@EnabledIf(
    value = "org.openlauncher.plugin.nativeplugin.NativeContractTest#hasPython",
    disabledReason = "this machine has no /usr/bin/python3")
final class NativeFaultsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<OpenCluster> clusters = new ArrayList<>();
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("native").toRealPath();
  }

  @AfterEach
  void close() throws IOException {
    clusters.forEach(OpenCluster::close);
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private OpenCluster open(String... arguments) throws IOException {
    Path scratch = folder.resolve("scratch");
    Files.createDirectories(scratch);
    OpenCluster cluster = OpenCluster.open(NativeUnderTest.of(folder, arguments), scratch);
    clusters.add(cluster);
    return cluster;
  }

  private static JobSpecification.Builder command(String name, String text) {
    String user = new MachineUsers().self().name();
    return JobSpecification.builder(name, user, PluginUnderTest.CLUSTER).command(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "garbage|expected a message of 1 to 67108864 bytes, found a length of 1214606444,"
            + " which is the text \"Hell\"",
        "huge|expected a message of 1 to 67108864 bytes, found a length of 2147483653",
        "cut|the output ended within a message",
        "refuse-bootstrap|it refused to begin: the scheduler is not there"
      })
  void onePluginThatMakesNoSenseIsToldAndTriedAgain(String fault, String told) throws IOException {
    OpenCluster cluster = open("--fault=" + fault);

    await("health").atMost(PATIENCE).until(() -> level(cluster) == ClusterHealth.Level.RED);
    assertThat(health(cluster).message()).contains(told).contains("it is started again in");
    assertThatExceptionOfType(LauncherException.class)
        .isThrownBy(() -> cluster.start(command("job", "exit 0")))
        .matches(
            refusal ->
                refusal.code() == ErrorCode.CLUSTER_UNAVAILABLE
                    || refusal instanceof AmbiguousLaunchException);
  }

  private static ClusterHealth.Level level(OpenCluster cluster) {
    return health(cluster).level();
  }

  private static ClusterHealth health(OpenCluster cluster) {
    List<ClusterHealth> all = cluster.observations().healths();
    return all.isEmpty() ? ClusterHealth.GREEN : all.get(all.size() - 1);
  }

  @Test
  void anotherMajorVersionIsRefusedForGood() {
    assertThatExceptionOfType(LauncherException.class)
        .isThrownBy(() -> open("--fault=version"))
        .matches(refusal -> refusal.code() == ErrorCode.UNSUPPORTED_VERSION)
        .withMessageContaining("expected version 3 of the Launcher Plugin API");
  }

  @Test
  void anUnknownOptionIsLeftOut() throws IOException {
    OpenCluster cluster = open("--know-nothing");

    cluster.start(command("job", "exit 4")).awaitFinished(4);
  }

  @Test
  void onePluginThatDiesIsStartedAnewAndItsLastWordsAreTold() throws IOException {
    OpenCluster cluster = open("--fault=die-once");

    StartedJob job = cluster.start(command("job", "exit 4"));

    job.awaitFinished(4);
    assertThat(cluster.observations().healths())
        .anyMatch(
            health ->
                health.level() == ClusterHealth.Level.YELLOW
                    && health.message().contains("exit code 3")
                    && health.message().contains("the first time is always hard"));
    assertThat(level(cluster)).isEqualTo(ClusterHealth.Level.GREEN);
  }

  @Test
  void whatRunsWhileThePluginDiesIsFollowedToItsEnd() throws IOException {
    OpenCluster cluster = open();
    StartedJob job =
        cluster.start(
            command(
                "job",
                "echo before; while [ ! -e "
                    + folder
                    + "/gate ]; do sleep 0.05; done; echo after"));
    job.awaitRunning();
    job.awaitText(OutputType.STDOUT, "before\n");

    killPlugin();
    Files.createFile(folder.resolve("gate"));

    job.awaitFinished(0);
    job.awaitText(OutputType.STDOUT, "before\nafter\n");
  }

  @Test
  void aPluginThatHasLentItsOutputToAnotherProcessIsSeenToEnd() throws IOException {
    OpenCluster cluster = open("--fault=leaky");

    killPlugin();

    await("health")
        .atMost(PATIENCE)
        .until(
            () ->
                cluster.observations().healths().stream()
                    .anyMatch(health -> health.message().contains("its process ended")));
    cluster.start(command("job", "exit 4")).awaitFinished(4);
  }

  private void killPlugin() {
    String executable = folder.resolve("hand-written-plugin").toString();
    List<ProcessHandle> found =
        ProcessHandle.current()
            .descendants()
            .filter(
                process ->
                    process
                        .info()
                        .arguments()
                        .filter(arguments -> List.of(arguments).contains(executable))
                        .isPresent())
            .toList();
    assertThat(found).hasSize(1);
    found.get(0).destroyForcibly();
  }

  @Test
  void aJobThatEndsThePluginIsTriedTwiceAndHarmsNoOther() throws IOException {
    OpenCluster cluster = open("--fault=exit-on-submit");
    LaunchRequest deadly = cluster.request(command("deadly", "exit 0"));
    for (int time = 0; time < 2; time++) {
      assertThatExceptionOfType(AmbiguousLaunchException.class)
          .isThrownBy(() -> cluster.cluster().submit(deadly));
      assertThat(cluster.cluster().find(deadly)).isInstanceOf(Search.Absent.class);
    }

    assertThatExceptionOfType(LaunchFailedException.class)
        .isThrownBy(() -> cluster.cluster().submit(deadly))
        .withMessageContaining("it is not tried again");
    cluster.start(command("harmless", "exit 4")).awaitFinished(4);
  }

  @Test
  void aPluginOfTheOlderKitIsUnderstood() throws IOException {
    OpenCluster cluster = open("--dialect=3.0");
    StartedJob job =
        cluster.start(
            command(
                "job",
                "echo before; while [ ! -e "
                    + folder
                    + "/gate ]; do sleep 0.05; done; echo after"));
    job.awaitRunning();
    try (JobOutput output = job.output(OutputType.MIXED)) {
      await("output").atMost(PATIENCE).until(() -> output.length() == 7);
      // It never answers; that the state has changed is the answer.
      assertThat(job.control(JobOperation.SUSPEND).complete()).isTrue();
      job.awaitState(JobState.SUSPENDED);
      job.control(JobOperation.RESUME);
      job.awaitState(JobState.RUNNING);

      Files.createFile(folder.resolve("gate"));
      job.awaitFinished(0);

      // It never says that the stream is complete, which began while the job ran.
      assertThat(output.length()).isEqualTo(13);
    }
    job.awaitText(OutputType.STDOUT, "before\nafter\n");
  }

  @Test
  void aWrongConfigurationOfThePluginsOwnIsTold() throws IOException {
    OpenCluster cluster = open();
    cluster.cluster().reload();
    Files.createFile(folder.resolve("scratch").resolve("peer").resolve("wrong-configuration"));

    assertThatExceptionOfType(LauncherException.class)
        .isThrownBy(() -> cluster.cluster().reload())
        .withMessageContaining("line 7 is wrong");
  }

  @Test
  void anOlderPluginIsNotAskedToReadItsConfiguration() throws IOException {
    OpenCluster cluster = open("--dialect=3.0");

    cluster.cluster().reload();

    cluster.start(command("job", "exit 4")).awaitFinished(4);
  }

  @Test
  void aSilentPluginIsEndedAndStartedAnew() throws IOException {
    Path scratch = Files.createDirectories(folder.resolve("scratch"));
    OpenCluster cluster =
        OpenCluster.open(NativeUnderTest.of(folder, "--fault=silent").withHeartbeat("1"), scratch);
    clusters.add(cluster);

    await("health")
        .atMost(PATIENCE)
        .until(
            () ->
                cluster.observations().healths().stream()
                    .anyMatch(health -> health.message().contains("no sign of life")));
  }

  @Test
  void anExecutableThatOthersCanReplaceIsRefused() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    NativeUnderTest.of(open);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatExceptionOfType(LauncherException.class)
        .isThrownBy(() -> openIn(open))
        .withMessageContaining("exe: expected an executable file, found")
        .withMessageContaining("can be written by others than its owner");
  }

  private void openIn(Path place) throws IOException {
    Path scratch = Files.createDirectories(folder.resolve("scratch"));
    clusters.add(OpenCluster.open(NativeUnderTest.of(place), scratch));
  }
}
