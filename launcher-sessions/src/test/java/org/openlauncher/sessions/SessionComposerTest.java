package org.openlauncher.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.ExposedPort;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.Mount;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.auth.SessionKey;
import org.openlauncher.config.ConfigurationFolder;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.Problems;
import org.openlauncher.config.session.SessionConfiguration;
import org.openlauncher.config.session.Workbench;

/** What becomes of a request, on a cluster with containers and on one without. */
final class SessionComposerTest {
  private static final int BITS = 2048;
  private static final JobId ID = new JobId("01hzz000000000000000000001");
  private static final UserAccount ALICE =
      new UserAccount(
          "alice",
          1001,
          1001,
          List.of("alice", "research"),
          List.of(1001L, 2000L),
          Path.of("/home/alice"),
          "/bin/bash");
  private static final ClusterFacts MACHINE =
      new ClusterFacts("Local", false, false, Set.of(), Optional.empty());
  private static final ClusterFacts CONTAINERS =
      new ClusterFacts("Docker", true, false, Set.of("host", "nfs"), Optional.of("cluster:1"));
  private static final String HOME = "MountType: Host\nPath: {HOME}\nMountPath: {HOME}\n\n";

  private static SessionKey key;

  @TempDir private Path folder;

  @BeforeAll
  static void makeKey() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(BITS);
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    key = SessionKey.of(pem.getBytes(StandardCharsets.US_ASCII), Path.of("launcher.pem"));
  }

  @BeforeEach
  void writeFiles() throws IOException {
    write(
        "launcher.conf",
        "[server]\n[cluster]\nname=Local\ntype=Local\n[cluster]\nname=Docker\ntype=Docker\n");
    rserver("");
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private void rserver(String more) throws IOException {
    write(
        "rserver.conf",
        "launcher-sessions-enabled=1\nlauncher-address=localhost\nlauncher-port=5559\n"
            + "launcher-sessions-callback-address=https://rstudio:8787\n"
            + more);
  }

  private SessionComposer composer() {
    Problems problems = new Problems();
    LauncherConfiguration launcher =
        LauncherConfiguration.read(new ConfigurationFolder(folder), problems).orElseThrow();
    SessionConfiguration configuration =
        SessionConfiguration.read(launcher, text -> Optional.empty(), problems);
    assertThat(problems.hasErrors()).as(problems.list().toString()).isFalse();
    return new SessionComposer(configuration, Optional.of(key));
  }

  private static SessionRequest session(Optional<String> image) {
    return new SessionRequest(
        Optional.of(Workbench.RSTUDIO),
        image,
        Optional.empty(),
        "/",
        Optional.empty(),
        JobSpecification.builder("", "alice", "").build());
  }

  private static SessionRequest adhoc() {
    return new SessionRequest(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "/",
        Optional.empty(),
        JobSpecification.builder("", "alice", "").command("true").build());
  }

  private ComposedJob compose(SessionRequest request, ClusterFacts cluster) {
    return composer()
        .compose(request, ALICE, new ClusterChoice(cluster.name(), "request"), cluster, Set.of());
  }

  private static JobSpecification finished(ComposedJob composed) {
    return composed.finish().apply(ID, composed.asked());
  }

  private static Optional<String> variable(JobSpecification job, String name) {
    return job.environment().stream()
        .filter(each -> each.name().equals(name))
        .map(EnvironmentVariable::value)
        .reduce((earlier, later) -> later);
  }

  @Test
  void aSessionInAContainerHasItsMountsPortsAndAccount() throws IOException {
    write(
        "launcher-mounts",
        HOME + "Workbench: JupyterLab\nMountType: Host\nPath: /x\nMountPath: /x\n");
    write("launcher-ports", "8050\n8787\n");
    rserver("launcher-sessions-container-image=r:1\n");
    ComposedJob composed = compose(session(Optional.empty()), CONTAINERS);
    JobSpecification job = finished(composed);

    assertThat(composed.warnings()).isEmpty();
    assertThat(job.container())
        .contains(new Container("r:1", Optional.empty(), Optional.empty(), List.of(), true));
    assertThat(job.mounts()).extracting(Mount::mountPath).containsExactly("/home/alice");
    assertThat(job.exposedPorts()).extracting(ExposedPort::targetPort).containsExactly(8787, 8050);
    assertThat(job.args()).contains("--www-port=8787");
    assertThat(variable(job, "USER")).contains("alice");
    assertThat(variable(job, "HOME")).contains("/home/alice");
    assertThat(variable(job, "OPENLAUNCHER_CALLBACK_ADDRESS")).contains("https://rstudio:8787");
    assertThat(composed.settings())
        .contains(
            new Setting("mount /home/alice", "host", folder.resolve("launcher-mounts") + ":1"),
            new Setting("port 8050", "", folder.resolve("launcher-ports") + ":1"),
            new Setting("image", "r:1", folder.resolve("rserver.conf") + ":5"));
  }

  @Test
  void onTheMachineItselfThereAreNoMountsAndAnyFreePort() throws IOException {
    write("launcher-mounts", HOME);
    JobSpecification job = finished(compose(session(Optional.empty()), MACHINE));

    assertThat(job.mounts()).isEmpty();
    assertThat(job.container()).isEmpty();
    assertThat(job.exposedPorts()).isEmpty();
    assertThat(SessionTags.port(job.tags()).orElseThrow()).isBetween(20_000, 31_999);
    assertThat(variable(job, "HOME")).isEmpty();
  }

  @Test
  void rootInAContainerIsTheAdministratorsWordAndHomeIsThenElsewhere() throws IOException {
    write("launcher-mounts", "MountType: NFS\nHost: nfs\nPath: /home/{USER}\nMountPath: /root\n");
    rserver("launcher-sessions-container-run-as-root=1\n");
    ComposedJob composed = compose(session(Optional.empty()), CONTAINERS);

    assertThat(composed.warnings()).isEmpty();
    // What a client asks for is looked at by others, who would refuse root.
    assertThat(composed.asked().container().orElseThrow().runAsUserId()).isEmpty();
    assertThat(finished(composed).container().orElseThrow().runAsUserId()).contains(0L);
    assertThat(variable(finished(composed), "HOME")).contains("/root");
  }

  @Test
  void idsAloneWithOrWithoutGroups() throws IOException {
    rserver("launcher-sessions-create-container-user=0\n");
    assertThat(finished(compose(session(Optional.empty()), CONTAINERS)).container())
        .contains(
            new Container(
                "cluster:1", Optional.of(1001L), Optional.of(1001L), List.of(1001L, 2000L), false));
    rserver(
        """
        launcher-sessions-create-container-user=0
        launcher-sessions-container-forward-groups=0
        """);
    assertThat(
            finished(compose(session(Optional.empty()), CONTAINERS))
                .container()
                .orElseThrow()
                .supplementalGroupIds())
        .containsExactly(1001L);
    assertThat(finished(compose(adhoc(), CONTAINERS)).container().orElseThrow().createUser())
        .isFalse();
  }

  @Test
  void aMissingHomeAndSharedStorageAreWarnedOf() throws IOException {
    rserver("server-shared-storage-path=/shared\n");
    assertThat(compose(session(Optional.empty()), CONTAINERS).warnings())
        .hasSize(2)
        .anyMatch(text -> text.contains("no mount at /home/alice for RStudio sessions"))
        .anyMatch(text -> text.contains("no mount at /shared"));
    assertThat(compose(adhoc(), CONTAINERS).warnings()).isEmpty();
  }

  @Test
  void twoMountsThatMeetForOneUserAreRefusedWithBothLines() throws IOException {
    write("launcher-mounts", HOME + "MountType: Host\nPath: /x\nMountPath: /home/alice\n");

    assertThatThrownBy(() -> compose(session(Optional.empty()), CONTAINERS))
        .hasMessageContaining("launcher-mounts:1 and ")
        .hasMessageContaining("launcher-mounts:5");
  }

  @Test
  void anImageOutsideTheListIsRefusedWithTheLine() throws IOException {
    rserver("launcher-sessions-container-images=a:1,b:1\n");

    assertThat(finished(compose(session(Optional.of("b:1")), CONTAINERS)).container())
        .map(Container::image)
        .contains("b:1");
    assertThatThrownBy(() -> compose(session(Optional.of("c:1")), CONTAINERS))
        .hasMessageContaining("$.session.image: expected one of a:1, b:1")
        .hasMessageContaining("rserver.conf:5");
  }

  @Test
  void theClusterIsChosenAndHeldTo() throws IOException {
    rserver("launcher-sessions-clusters=Docker\n");
    List<String> open = List.of("Local", "Docker");

    assertThat(composer().cluster(session(Optional.empty()), open).name()).isEqualTo("Docker");
    assertThat(composer().cluster(adhoc(), open).name()).isEqualTo("Local");
    assertThatThrownBy(() -> composer().cluster(session(Optional.empty()), List.of("Local")))
        .hasMessageContaining("$.session.cluster: expected one of none that is open to you");
  }

  @Test
  void theSameRequestAsksForTheSameWhateverPortIsChosen() {
    SessionComposer composer = composer();
    ClusterChoice choice = new ClusterChoice("Local", "request");
    SessionRequest request = session(Optional.empty());
    ComposedJob one = composer.compose(request, ALICE, choice, MACHINE, Set.of());
    ComposedJob other = composer.compose(request, ALICE, choice, MACHINE, Set.of());

    assertThat(one.asked()).isEqualTo(other.asked());
    assertThat(one.port()).isNotEqualTo(other.port());
    assertThat(variable(finished(one), "OPENLAUNCHER_SESSION_ID")).contains(ID.value());
  }
}
