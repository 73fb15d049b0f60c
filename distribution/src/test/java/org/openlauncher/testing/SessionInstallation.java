package org.openlauncher.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openlauncher.daemon.ServiceAccount;

/**
 * The packed launcher, unpacked for root, with keys for sessions and the files that enable them;
 * their programs are stand-ins.
 */
public final class SessionInstallation {
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  private final Path folder;
  private final UnpackedLauncher launcher;
  private final TestConfiguration configuration;

  private SessionInstallation(
      Path folder, UnpackedLauncher launcher, TestConfiguration configuration) {
    this.folder = folder;
    this.launcher = launcher;
    this.configuration = configuration;
  }

  /**
   * Makes it, and the users alice and bob; a test without root, or without what it needs, is left
   * out.
   */
  public static SessionInstallation in(Path folder) throws Exception {
    assumeTrue(
        ServiceAccount.startedByRoot(), "only root's launcher runs sessions as their owners");
    assumeTrue(Files.exists(PYTHON), "the stand-ins need python3");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    UnpackedLauncher launcher = UnpackedLauncher.copiedTo(folder.resolve("openlauncher"));
    assumeTrue(Files.exists(launcher.spawner()), "built without a C compiler");
    SessionInstallation made =
        new SessionInstallation(folder, launcher, TestConfiguration.in(folder));
    Path sockets = made.configuration.socket().getParent();
    OrdinaryUser.call("install", "-d", "-m", "755", "-o", "nobody", String.valueOf(sockets));
    for (String user : List.of("alice", "bob")) {
      OrdinaryUser.of(user);
    }
    made.makeKeys();
    made.write(
        "rserver.conf",
        """
        launcher-sessions-enabled=1
        launcher-address=%s
        launcher-sessions-callback-address=http://localhost:8787
        rsession-path=%s
        """
            .formatted(made.configuration.socket(), made.program("rsession-stand-in")));
    return made;
  }

  private void makeKeys() throws Exception {
    String key = etc("launcher.pem").toString();
    OrdinaryUser.call(
        "openssl",
        "genpkey",
        "-quiet",
        "-algorithm",
        "RSA",
        "-pkeyopt",
        "rsa_keygen_bits:2048",
        "-out",
        key);
    Files.setPosixFilePermissions(
        etc("launcher.pem"), PosixFilePermissions.fromString("rw-------"));
    OrdinaryUser.call(
        "openssl", "rsa", "-in", key, "-pubout", "-out", etc("launcher.pub").toString());
  }

  public TestConfiguration configuration() {
    return configuration;
  }

  /** A file of the configuration. */
  public Path etc(String name) {
    return configuration.folder().resolve(name);
  }

  /** Writes a file of the configuration. */
  public void write(String name, String content) throws IOException {
    Files.writeString(etc(name), content);
    Files.setPosixFilePermissions(etc(name), PosixFilePermissions.fromString("rw-r--r--"));
  }

  /** A copy of a program of src/test/sessions that every user can run. */
  public Path program(String name) throws IOException {
    Path copy = folder.resolve(name);
    if (Files.notExists(copy)) {
      Files.copy(Path.of("src/test/sessions", name), copy);
      Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return copy;
  }

  /** Begins a call of the script. */
  public ScriptRun call(String command, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of(options));
    arguments.add("--config-dir=" + configuration.folder());
    return ScriptRun.begin(launcher, Map.of(), arguments.toArray(String[]::new));
  }

  /** Who speaks with the launcher as a user. */
  public LauncherClient client(String user) throws Exception {
    ScriptRun credential = call("credential", "--user=" + user);
    assertThat(credential.status()).as(credential.error()).isZero();
    return new LauncherClient(configuration.socket(), credential.output().strip());
  }

  /** Ends the launcher, which need not run. */
  public void stop() throws Exception {
    call("stop").status();
  }
}
