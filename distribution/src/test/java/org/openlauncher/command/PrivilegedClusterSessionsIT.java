package org.openlauncher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.testing.OrdinaryUser;
import org.openlauncher.testing.RunningSession;
import org.openlauncher.testing.ScriptRun;
import org.openlauncher.testing.SessionInstallation;

/** Sessions of alice's on real clusters other than Local become ready and end when told. */
class PrivilegedClusterSessionsIT {
  private static final String SERVICE_USER = "openlauncher-test";

  @TempDir private Path folder;
  private SessionInstallation installation;

  @BeforeEach
  void unpack() throws Exception {
    installation = SessionInstallation.in(folder);
  }

  @AfterEach
  void stop() throws Exception {
    if (installation != null) {
      installation.stop();
    }
  }

  private void configure(String name, String type, String options) throws IOException {
    String file = Files.readString(installation.etc("launcher.conf"));
    installation.write(
        "launcher.conf", file + "\n[cluster]\nname=%s\ntype=%s\n".formatted(name, type));
    installation.write("launcher." + name + ".conf", options);
  }

  private void session(String cluster) throws Exception {
    ScriptRun start = installation.call("start");
    assertThat(start.status()).as(start.error()).isZero();
    RunningSession session = RunningSession.start(installation.client("alice"), "RStudio", cluster);
    session.end();
  }

  @Test
  void onNodesWhoseNamesSlurmAloneKnows() throws Exception {
    String slurm = System.getenv("OPENLAUNCHER_SLURM_CONF");
    assumeTrue(slurm != null, "no Slurm: OPENLAUNCHER_SLURM_CONF is not set");
    configure(
        "slurm",
        "Slurm",
        "slurm-service-user=nobody\nslurm-conf=%s\nuser-storage-path={HOME}/openlauncher-test\n"
            .formatted(slurm));
    session("slurm");
  }

  /** The engine's socket is for its group, which nobody is in but a user made for this. */
  @Test
  void inContainersOfDocker() throws Exception {
    String docker = System.getenv("OPENLAUNCHER_DOCKER_HOST");
    assumeTrue(docker != null, "no Docker: OPENLAUNCHER_DOCKER_HOST is not set");
    Path socket = Path.of(URI.create(docker).getPath());
    String group =
        String.valueOf(Files.getAttribute(socket, "unix:gid", LinkOption.NOFOLLOW_LINKS));
    OrdinaryUser.call(
        "sh",
        "-c",
        "userdel -f $0 2>/dev/null; useradd --system --no-create-home --groups $1 $0",
        SERVICE_USER,
        group);
    try {
      OrdinaryUser.call(
          "chown", SERVICE_USER, String.valueOf(installation.configuration().socket().getParent()));
      configure("docker", "Docker", "docker-host=" + docker + "\n");
      installation.write(
          "launcher.conf",
          Files.readString(installation.etc("launcher.conf"))
              .replace("server-user=nobody", "server-user=" + SERVICE_USER));
      mountStandIn();
      session("docker");
    } finally {
      installation.stop();
      OrdinaryUser.call("userdel", "-f", SERVICE_USER);
    }
  }

  /** In a folder of its own: nothing of the launcher's may be mounted along with it. */
  private void mountStandIn() throws IOException {
    Path programs = Files.createDirectory(folder.resolve("programs"));
    Path program = installation.program("rsession-stand-in.sh");
    Files.move(program, programs.resolve(program.getFileName()));
    Files.setPosixFilePermissions(programs, PosixFilePermissions.fromString("rwxr-xr-x"));
    installation.write(
        "rserver.conf",
        Files.readString(installation.etc("rserver.conf"))
                .replaceFirst(
                    "rsession-path=.*", "rsession-path=/programs/" + program.getFileName())
            + "launcher-sessions-container-image=openlauncher-test/busybox:1\n");
    installation.write(
        "launcher-mounts",
        """
        MountType: Host
        Path: %s
        MountPath: /programs
        ReadOnly: true

        MountType: Host
        Path: {HOME}
        MountPath: {HOME}
        """
            .formatted(programs));
  }
}
