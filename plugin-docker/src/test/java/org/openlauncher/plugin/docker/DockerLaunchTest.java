package org.openlauncher.plugin.docker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.ExposedPort;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.JsonText;
import org.openlauncher.api.job.Mount;
import org.openlauncher.api.job.MountSource;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.LaunchPlan;
import org.openlauncher.api.plugin.NetworkInfo;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.contract.StartedJob;

/** Limits, mounts, ports and everything else that a container is made with. */
final class DockerLaunchTest extends DockerJobsTest {
  @Test
  void memoryIsLimitedAndTheEndSaysSo() {
    StartedJob job = start(limited("echo before; exec tail /dev/zero", "memory", "32"));

    JobStatus end = job.awaitEnd();

    assertThat(end.state()).isEqualTo(JobState.KILLED);
    assertThat(end.code()).contains(StatusCode.OUT_OF_MEMORY);
    assertThat(end.exitCode()).contains(137);
    assertThat(job.readText(OutputType.STDOUT)).isEqualTo("before\n");
    assertThat(cluster().cluster().explain(job.remembered()))
        .hasValueSatisfying(told -> assertThat(told.advice()).isNotEmpty());
  }

  @Test
  void theContainersOwnVariablesAreLeftOutWhereTheyAreNotForwarded() {
    EnvironmentVariable own = new EnvironmentVariable("MINE", "a=b");

    assertThat(variables(List.of(own))).contains("HOSTNAME", "MINE", "PATH", "USER");
    assertThat(variables(List.of(own, new EnvironmentVariable(Container.FORWARD_ENVIRONMENT, "0"))))
        .containsExactlyInAnyOrder(
            "USER",
            "LOGNAME",
            "MINE",
            "PATH",
            "OPENLAUNCHER_JOB_ID",
            Container.FORWARD_ENVIRONMENT);
  }

  private List<String> variables(List<EnvironmentVariable> own) {
    StartedJob job = start(underTest().program("/bin/env", List.of()).environment(own));
    job.awaitFinished(0);
    return job.readText(OutputType.STDOUT).lines().map(line -> line.split("=", -1)[0]).toList();
  }

  @Test
  void processorsAreLimited() {
    StartedJob job =
        start(
            limited(
                "cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us 2>/dev/null || cut -d' ' -f1"
                    + " /sys/fs/cgroup/cpu.max",
                "cpuCount",
                "0.5"));
    job.awaitFinished(0);
    assertThat(job.readText(OutputType.STDOUT)).isEqualTo("50000\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "many", "1e3", "0x10", "99999999999999999999"})
  void limitsThatMakeNoSenseAreRefused(String value) {
    assertRefused(limited("exit 0", "cpuCount", value), "$.job.resourceLimits[0].value");
  }

  @Test
  void moreProcessorsThanThereAreIsAFailureThatIsExplained() {
    StartedJob job = start(limited("exit 0", "cpuCount", "9999"));

    JobStatus end = job.awaitEnd();

    assertThat(end.state()).isEqualTo(JobState.FAILED);
    assertThat(end.message()).contains("more processors than the machine has");
    assertThat(cluster().cluster().explain(job.remembered())).isPresent();
  }

  @Test
  void aMountCanBeReadOnly() throws IOException {
    Files.writeString(folder().resolve("data"), "content");
    StartedJob job =
        start(
            underTest()
                .command("cat /data/data; touch /data/x 2>/dev/null || echo ' read only'")
                .mounts(List.of(mount("/data", true, new MountSource.Host(folder().toString())))));
    job.awaitFinished(0);
    assertThat(job.readText(OutputType.STDOUT)).isEqualTo("content read only\n");
  }

  private static Mount mount(String target, boolean readOnly, MountSource source) {
    return new Mount(target, Optional.empty(), readOnly, source);
  }

  private JobSpecification.Builder mounting(MountSource source) {
    return underTest().command("exit 0").mounts(List.of(mount("/data", false, source)));
  }

  @Test
  void aVolumeOfTheEngineCanBePassedThrough() {
    StartedJob job =
        start(
            underTest()
                .command("df -k /data | tail -1 | tr -s ' ' | cut -d' ' -f2")
                .mounts(
                    List.of(
                        mount(
                            "/data",
                            false,
                            new MountSource.Other(
                                "passthrough",
                                new JsonText(
                                    "{\"Type\":\"tmpfs\",\"TmpfsOptions\":{\"SizeBytes\":1048576}}"))))));
    job.awaitFinished(0);
    assertThat(job.readText(OutputType.STDOUT)).isEqualTo("1024\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/var/run",
        "/run",
        "/proc",
        "/proc/1/root",
        "/sys",
        "/dev",
        "/var",
        "/var/lib/docker"
      })
  void whatLeadsToTheEngineOrTheSystemIsNotMounted(String path) {
    assertRefused(mounting(new MountSource.Host(path)), "$.job.mounts[0].mountSource.source.path");
    assertRefused(
        mounting(
            new MountSource.Other(
                "passthrough", new JsonText("{\"Type\":\"bind\",\"Source\":\"" + path + "\"}"))),
        "$.job.mounts[0].mountSource.source.Source");
  }

  @Test
  void theEnginesSocketIsNotMountedByAnyName() throws IOException {
    Path socket = Engine.socket();
    assertRefused(mounting(new MountSource.Host(socket.toString())), "leads to");
    assertRefused(mounting(new MountSource.Host(parent(socket).toString())), "leads to");
    Path link = folder().resolveSibling("link");
    Files.createSymbolicLink(link, parent(socket));
    assertRefused(mounting(new MountSource.Host(link.toString())), "leads to");
  }

  @Test
  void theLaunchersOwnFilesAreNotMounted() {
    assertRefused(mounting(new MountSource.Host(scratchFolder().toString())), "leads to");
    assertRefused(mounting(new MountSource.Host(parent(scratchFolder()).toString())), "leads to");
  }

  @Test
  void aFolderThatTheOwnerCanNotReachIsNotMounted() throws IOException {
    Path closed = Files.createDirectory(folder().resolveSibling("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    Path open = Files.createDirectory(closed.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertRefused(mounting(new MountSource.Host(open.toString())), "may not enter");
  }

  @Test
  void aFolderThatTheOwnerCouldExchangeIsNotMounted() throws IOException {
    Path within = Files.createDirectory(folder().resolve("within"));

    assertRefused(mounting(new MountSource.Host(within.toString())), "could exchange");
  }

  @Test
  void missingFoldersAndStrangePathsAreRefused() {
    assertRefused(mounting(new MountSource.Host("/no/such/folder")), "there is no /no");
    assertRefused(mounting(new MountSource.Host("relative")), "expected an absolute path");
    assertRefused(mounting(new MountSource.Host("/tmp/../etc")), "without . and ..");
    assertRefused(
        mounting(new MountSource.Nfs(Optional.of("a,exec"), "/x")), "expected a host name");
    assertRefused(
        mounting(
            new MountSource.Other(
                "passthrough",
                new JsonText(
                    "{\"Type\":\"volume\",\"VolumeOptions\":{\"DriverConfig\":{\"Name\":\"local\","
                        + "\"Options\":{\"type\":\"none\",\"o\":\"bind\",\"device\":\"/\"}}}}"))),
        "DriverConfig");
    assertRefused(mounting(new MountSource.GlusterFs("e", "/v")), "host, nfs or passthrough");
  }

  @Test
  void nfsBecomesAVolumeOfTheEngine() {
    LaunchPlan plan =
        cluster()
            .cluster()
            .plan(
                cluster()
                    .request(mounting(new MountSource.Nfs(Optional.of("nas1"), "/export/data"))));
    assertThat(plan.document().orElseThrow().text())
        .contains("\"type\":\"nfs\",\"o\":\"addr=nas1,nosuid,nodev\",\"device\":\":/export/data\"");
  }

  @Test
  void aPortIsPublishedAndTold() throws IOException {
    StartedJob job =
        start(
            underTest()
                .program(
                    "sh",
                    List.of(
                        "-c",
                        "mkdir /tmp/w && echo served >/tmp/w/index.html && httpd -f -p 8080 -h /tmp/w"))
                .exposedPorts(
                    List.of(new ExposedPort(8080, Optional.empty(), ExposedPort.Protocol.TCP))));
    job.awaitRunning();

    NetworkInfo network = cluster().cluster().network(job.remembered());

    assertThat(network.ports()).hasSize(1);
    assertThat(network.ports().get(0).targetPort()).isEqualTo(8080);
    int published = network.ports().get(0).publishedPort().orElseThrow();
    assertThat(network.endpoints()).hasSize(1).first().asString().endsWith(":" + published);
    await("the port to answer")
        .atMost(underTest().patience().output())
        .ignoreExceptions()
        .until(
            () -> {
              try (Socket socket = new Socket()) {
                socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), published), 1000);
                socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
                return new String(socket.getInputStream().readAllBytes(), US_ASCII)
                    .contains("served");
              }
            });
  }

  @Test
  void aPortThatIsTakenIsAFailureThatIsExplained() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      StartedJob job =
          start(
              underTest()
                  .command("exit 0")
                  .exposedPorts(
                      List.of(
                          new ExposedPort(
                              8080, Optional.of(taken.getLocalPort()), ExposedPort.Protocol.TCP))));

      JobStatus end = job.awaitEnd();

      assertThat(end.state()).isEqualTo(JobState.FAILED);
      assertThat(end.message()).contains("port");
      assertThat(cluster().cluster().explain(job.remembered()).orElseThrow().advice().get(0))
          .contains("publishedPort");
    }
  }

  @Test
  void anImageWithAProgramOfItsOwnNeedsNoCommand() {
    StartedJob job = start(underTest().job().args(List.of()).stdin("echo from the image; exit 4"));
    job.awaitFinished(4);
    assertThat(job.readText(OutputType.STDOUT)).isEqualTo("from the image\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "; touch hurt",
        "a b",
        "../../x",
        "$(id)",
        "a/../b",
        "-v",
        "a?b=c",
        "a#b",
        "UPPER/case:x y",
        "x\ny",
        "a:b:c:d",
        "a@sha256:zz"
      })
  void aNameThatIsNoneOfAnImageIsRefused(String image) {
    JobSpecification.Builder job =
        underTest()
            .command("exit 0")
            .container(new Container(image, Optional.empty(), Optional.empty(), List.of(), false));
    assertRefused(job, "$.job.container.image");
  }

  @Test
  void aPlanShowsTheRequestWithoutSecrets() {
    LaunchPlan plan =
        cluster()
            .cluster()
            .plan(
                cluster()
                    .request(
                        underTest()
                            .command("exit 0")
                            .environment(List.of(new EnvironmentVariable("TOKEN", "s3cret")))));
    assertThat(plan.document().orElseThrow().text())
        .contains("\"Image\":\"" + image() + "\"", "\"CapDrop\":[\"ALL\"]", "no-new-privileges")
        .contains("TOKEN=***")
        .doesNotContain("s3cret", "Privileged");
  }

  @Test
  void largeOutputIsKept() throws IOException {
    StartedJob job = start("yes | head -c 3000000; echo done >&2; touch " + quoted("end"));
    job.awaitFinished(0);
    assertThat(job.read(OutputType.STDOUT)).hasSize(3_000_000);
    assertThat(folder().resolve("end")).exists();
  }

  private static Path parent(Path path) {
    return requireNonNull(path.getParent());
  }

  private void assertRefused(JobSpecification.Builder job, String message) {
    assertThatExceptionOfType(LauncherException.class)
        .isThrownBy(() -> cluster().cluster().validate(job.build(), underTest().owner()))
        .withMessageContaining(message);
  }
}
