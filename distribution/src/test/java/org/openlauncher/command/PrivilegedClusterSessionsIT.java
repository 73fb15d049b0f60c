package org.openlauncher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.testing.RunningSession;
import org.openlauncher.testing.ScriptRun;
import org.openlauncher.testing.SessionInstallation;

/** Sessions of alice's on real clusters other than Local become ready and end when told. */
class PrivilegedClusterSessionsIT {
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
}
