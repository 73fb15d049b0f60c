package org.openlauncher.config.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.api.job.Mount;
import org.openlauncher.api.job.MountSource;

/** Every example of the specification, fed unchanged: it is read, and it has its effect. */
final class ChapterExamplesTest {
  private static final Placeholders ALICE = new Placeholders("alice", "/home/alice");

  @TempDir private Path directory;
  private SessionFiles files;

  @BeforeEach
  void makeFolder() {
    files = new SessionFiles(directory);
  }

  private SessionConfiguration example(String name, String content) {
    files.write(name, SessionFiles.chapter(content));
    return files.read();
  }

  @Test
  void rserver() {
    SessionConfiguration read = example("rserver.conf", "rserver.conf");

    // launcher-use-ssl=1 does not fit the launcher.conf of this test, and that is told.
    assertThat(files.told())
        .singleElement()
        .asString()
        .startsWith("rserver.conf:12: warning: launcher-use-ssl is 1, but enable-ssl of");
    assertThat(read.sessionsEnabled().value()).isTrue();
    assertThat(read.defaultCluster().map(Sourced::value)).contains("Kubernetes");
    assertThat(read.callbackAddress().map(address -> address.value().toString()))
        .contains("http://10.15.44.30:8787");
    assertThat(read.sessionImage(Workbench.RSTUDIO).map(Sourced::value)).contains("rstudio:R-3.5");
    assertThat(read.runAsRoot().value()).isFalse();
    assertThat(read.createContainerUser().value()).isTrue();
    assertThat(read.createContainerUser().source()).endsWith("/rserver.conf:15");
  }

  @Test
  void rserverDefaults() {
    SessionConfiguration read = files.read();

    assertThat(files.told()).isEmpty();
    assertThat(read.sessionsEnabled().value()).isFalse();
    assertThat(read.defaultCluster()).isEmpty();
    assertThat(read.callbackAddress()).isEmpty();
    assertThat(read.verifyCallback().value()).isTrue();
    assertThat(read.sessionClusters(Workbench.RSTUDIO)).isEmpty();
    assertThat(read.adhocClusters()).isEmpty();
    assertThat(read.sessionImage(Workbench.RSTUDIO)).isEmpty();
    assertThat(read.sessionImages(Workbench.RSTUDIO)).isEmpty();
    assertThat(read.adhocImages()).isEmpty();
    assertThat(read.runAsRoot().value()).isFalse();
    assertThat(read.createContainerUser().value()).isTrue();
    assertThat(read.forwardContainerEnvironment().value()).isTrue();
    assertThat(read.connectionTimeout()).contains(Duration.ofSeconds(3));
    assertThat(read.forwardGroups().value()).isTrue();
    assertThat(read.program(Workbench.RSTUDIO).value())
        .hasToString("/usr/lib/rstudio-server/bin/rsession");
    assertThat(read.program(Workbench.JUPYTER_LAB).value()).hasToString("/usr/local/bin/jupyter");
    assertThat(read.program(Workbench.VS_CODE).value())
        .hasToString("/usr/lib/rstudio-server/bin/code-server/bin/code-server");
    assertThat(read.codeServerArguments()).containsExactly("--verbose", "--host=0.0.0.0");
    assertThat(read.rstudioPort()).isEqualTo(8787);
  }

  @Test
  void mounts() {
    SessionConfiguration read = example("launcher-mounts", "launcher-mounts");

    assertThat(files.told())
        .containsExactly(
            "launcher-mounts:17: warning: a mount of type CephFs with neither MountPath nor Path:"
                + " there is no place for it, so that it is left out; give it a MountPath");
    assertThat(read.mounts()).hasSize(2);
    MountEntry home = read.mounts().get(0);
    assertThat(home.scope()).isEqualTo(EntryScope.ANY);
    assertThat(home.origin().line()).isEqualTo(2);
    assertThat(home.fill(ALICE))
        .isEqualTo(
            new Mount(
                "/home/alice",
                Optional.empty(),
                false,
                new MountSource.Nfs(Optional.of("nfs01"), "/home/alice")));
    MountEntry code = read.mounts().get(1);
    assertThat(code.scope().cluster()).contains("Kubernetes");
    assertThat(code.mount().mountPath()).isEqualTo("/code");
  }

  /** The third example as it was certainly meant, with the MountPath that it lacks. */
  @Test
  void theThirdMountWithItsMountPath() {
    files.write(
        "launcher-mounts",
        SessionFiles.chapter("launcher-mounts")
            .replace("SecretFile:", "MountPath: /data\nSecretFile:"));
    SessionConfiguration read = files.read();

    assertThat(files.told()).isEmpty();
    MountEntry ceph = read.mounts().get(2);
    assertThat(ceph.scope().workbench()).contains(Workbench.JUPYTER_LAB);
    assertThat(ceph.mount())
        .isEqualTo(
            new Mount(
                "/data",
                Optional.empty(),
                true,
                new MountSource.CephFs(
                    List.of("127.0.0.1:8080", "127.0.0.1:8081"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("/etc/secrets/ceph"),
                    Optional.empty())));
  }

  @Test
  void mountsOfContainersThatRunAsRoot() {
    SessionConfiguration read = example("launcher-mounts", "launcher-mounts.run-as-root");

    assertThat(files.told()).isEmpty();
    assertThat(read.mounts().get(0).fill(ALICE).mountPath()).isEqualTo("/root");
  }

  @Test
  void mountOfTheSharedStorage() {
    SessionConfiguration read = example("launcher-mounts", "launcher-mounts.shared-storage");

    assertThat(files.told()).isEmpty();
    assertThat(read.mounts().get(0).mount().mountPath()).isEqualTo("/rstudio/shared-storage");
  }

  private static List<String> variables(
      SessionConfiguration read, JobKind kind, Optional<Workbench> workbench, String cluster) {
    return read.variables().stream()
        .filter(entry -> entry.scope().fits(kind, workbench, cluster))
        .map(entry -> entry.fill(ALICE).name() + "=" + entry.fill(ALICE).value())
        .toList();
  }

  @Test
  void environment() {
    SessionConfiguration read = example("launcher-env", "launcher-env");

    assertThat(files.told()).isEmpty();
    assertThat(variables(read, JobKind.SESSION, Optional.of(Workbench.RSTUDIO), "Local"))
        .containsExactly("IS_LAUNCHER_SESSION=1", "IS_ADHOC_JOB=0", "USER_HOME=/home/alice");
    assertThat(variables(read, JobKind.ADHOC, Optional.empty(), "Kubernetes"))
        .containsExactly(
            "IS_LAUNCHER_SESSION=0", "IS_ADHOC_JOB=1", "USER_HOME=/home/alice", "IS_KUBERNETES=1");
  }

  @Test
  void environmentInItsShortForm() {
    SessionConfiguration read = example("launcher-env", "launcher-env.short");

    assertThat(files.told()).isEmpty();
    assertThat(variables(read, JobKind.ADHOC, Optional.empty(), "Local"))
        .containsExactly("IS_LAUNCHER_JOB=1", "USER_HOME=/home/alice");
    assertThat(variables(read, JobKind.SESSION, Optional.of(Workbench.VS_CODE), "Kubernetes"))
        .containsExactly("IS_LAUNCHER_JOB=1", "USER_HOME=/home/alice");
  }

  private static List<Integer> ports(SessionConfiguration read, JobKind kind, String cluster) {
    return read.ports().stream()
        .filter(entry -> entry.scope().fits(kind, Optional.empty(), cluster))
        .map(PortEntry::port)
        .toList();
  }

  @Test
  void ports() {
    SessionConfiguration read = example("launcher-ports", "launcher-ports");

    assertThat(files.told()).isEmpty();
    assertThat(ports(read, JobKind.ADHOC, "Local")).containsExactly(6210, 6143, 6244, 6676);
    assertThat(ports(read, JobKind.ADHOC, "Kubernetes"))
        .containsExactly(6210, 6143, 6244, 6676, 4434);
    assertThat(ports(read, JobKind.SESSION, "Kubernetes")).isEmpty();
    assertThat(read.ports().get(4).origin().line()).isEqualTo(10);
  }

  @Test
  void portsInTheirShortForm() {
    SessionConfiguration read = example("launcher-ports", "launcher-ports.short");

    assertThat(files.told()).isEmpty();
    assertThat(ports(read, JobKind.SESSION, "Local")).containsExactly(5873, 5874, 64234, 64235);
  }
}
