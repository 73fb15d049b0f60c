package org.openlauncher.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.testing.OrdinaryUser;
import org.openlauncher.testing.ScriptRun;
import org.openlauncher.testing.SessionInstallation;

/** What {@code verify-installation} says of installations that are whole, and of broken ones. */
class PrivilegedVerificationIT {
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

  @Test
  void theVerificationNamesEachFaultAndWhatMendsIt() throws Exception {
    assertThat(installation.call("start").status()).isZero();
    ScriptRun whole = verify();
    assertThat(whole.status()).as(whole.output()).isZero();
    assertThat(whole.output()).contains("PASSED").contains("RStudio session on Local answers");

    // Without its key nothing is asked of the launcher, so that these runs are short.
    Path key = installation.etc("secure-cookie-key");
    Path scratch = installation.configuration().scratch();
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(
        installation.etc("launcher.pem"), PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("r-xr-x---"));
    assertFault(
        "run: sudo chmod 0600 " + key,
        "run: sudo chmod 0600 " + installation.etc("launcher.pem"),
        "run: sudo chmod u+rwx " + scratch);
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-x---"));
    Files.setPosixFilePermissions(
        installation.etc("launcher.pem"), PosixFilePermissions.fromString("rw-------"));
    String publicKey = Files.readString(installation.etc("launcher.pub"));
    Files.writeString(installation.etc("launcher.pub"), "nothing");
    assertFault("openssl rsa -in " + installation.etc("launcher.pem") + " -pubout");
    Files.writeString(installation.etc("launcher.pub"), publicKey);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    ScriptRun elsewhere =
        installation.call("verify-installation", "--verify-user=alice", "--cluster=Locla");
    assertThat(elsewhere.status()).isEqualTo(1);
    assertThat(elsewhere.output()).contains("has no such cluster; did you mean \"Local\"?");
    installation.write("launcher-mounts", "MountType: Nope\n");
    assertFault("launcher-mounts:1: MountType: expected one of Host, NFS,");
    Files.delete(installation.etc("launcher-mounts"));
    assertThat(installation.call("stop").status()).isZero();
    assertFault("run: sudo rstudio-launcher start");
  }

  @Test
  void aWrongCertificateADeadClusterAndAMissingHomeAreNamedWithWhatMendsThem() throws Exception {
    String user = "homeless";
    OrdinaryUser.call(
        "sh", "-c", "userdel -f " + user + " 2>/dev/null; useradd --no-create-home " + user);
    try {
      int port = freePort();
      Path certificate = installation.etc("certificate.pem");
      Path key = installation.etc("certificate-key.pem");
      makeCertificate(certificate, key, "other.example");
      installation.write("launcher.docker.conf", "docker-host=unix://" + folder + "/nobody.sock\n");
      installation.write(
          "launcher.conf",
          Files.readString(installation.etc("launcher.conf"))
                  .replaceFirst(
                      "address=.*",
                      "address=localhost\nport=%d\nenable-ssl=1\ncertificate-file=%s\ncertificate-key-file=%s"
                          .formatted(port, certificate, key))
              + "\n[cluster]\nname=Docker\ntype=Docker\n");
      installation.write(
          "rserver.conf",
          Files.readString(installation.etc("rserver.conf"))
              .replaceFirst(
                  "launcher-address=.*",
                  "launcher-address=localhost\nlauncher-port=%d\nlauncher-use-ssl=1"
                      .formatted(port)));
      ScriptRun start = installation.call("start");
      assertThat(start.status()).as(start.error()).isZero();

      ScriptRun run = installation.call("verify-installation", "--verify-user=" + user);
      assertThat(run.status()).as(run.output() + run.error()).isEqualTo(1);
      String mendingHome = "install -d -m 700 -o " + user + " -g ";
      assertThat(run.output().lines().filter(line -> line.startsWith("FAILED")))
          .satisfiesExactlyInAnyOrder(
              line ->
                  assertThat(line)
                      .contains("certificate fits launcher-address", "localhost")
                      .contains("openssl req -x509", "-addext subjectAltName=DNS:localhost"),
              line ->
                  assertThat(line)
                      .contains("ad-hoc job runs on Local", "/home/" + user)
                      .contains(mendingHome),
              line -> assertThat(line).contains("job to be stopped").contains(mendingHome),
              line -> assertThat(line).contains("RStudio session on Local").contains(mendingHome),
              line ->
                  assertThat(line)
                      .contains("cluster Docker: Yellow", "nobody.sock can't be reached")
                      .contains("sudo systemctl start docker"));
    } finally {
      OrdinaryUser.call("userdel", "-f", user);
    }
  }

  private static void makeCertificate(Path certificate, Path key, String host) throws Exception {
    OrdinaryUser.call(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=" + host,
        "-addext",
        "subjectAltName=DNS:" + host,
        "-keyout",
        key.toString(),
        "-out",
        certificate.toString());
    OrdinaryUser.call("chown", "nobody", key.toString());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private ScriptRun verify() throws IOException {
    return installation.call(
        "verify-installation", "--verify-user=alice", "--verify-test=r-sessions");
  }

  private void assertFault(String... told) throws Exception {
    ScriptRun run = verify();
    assertThat(run.status()).as(run.output()).isEqualTo(1);
    assertThat(run.output()).contains("FAILED").contains(told);
  }
}
