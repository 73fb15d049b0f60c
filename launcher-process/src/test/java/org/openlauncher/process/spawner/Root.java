package org.openlauncher.process.spawner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What only root can do for a test: other users, their files, and a privileged spawner. */
final class Root {
  /** The launcher's user. Every machine has it, and no other test needs it. */
  static final String SERVER = "nobody";

  static final String ALICE = "alice";
  static final String BOB = "bob";
  static final int MINIMUM_USER_ID = 1000;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Root::removeGroup));
  }

  private final Path folder;
  private final List<String> options = new ArrayList<>();

  /** Skips the test where it is not run by root. */
  Root(Path folder) {
    assumeTrue(isRoot(), "only root can start jobs as other users");
    this.folder = folder;
    requireUser(ALICE);
    requireUser(BOB);
    permissions(folder, "rwxr-xr-x");
  }

  static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void requireUser(String name) {
    if (!run("getent", "passwd", name).ok()) {
      assertThat(run("useradd", "--no-create-home", "--user-group", name).ok()).isTrue();
    }
  }

  /** Makes a user anew, whatever a run that was cut short has left. */
  static void makeUser(String name, String... options) {
    removeUser(name);
    List<String> command = new ArrayList<>(List.of("useradd", "--no-create-home"));
    command.addAll(List.of(options));
    command.add(name);
    Result made = run(command.toArray(String[]::new));
    assertThat(made.ok()).as(made.text()).isTrue();
  }

  /** Removes a user, also where a process of it has not quite ended yet. */
  static void removeUser(String name) {
    run("userdel", "--force", name);
    run("groupdel", name);
  }

  /**
   * What a command did.
   *
   * @param code its exit code
   * @param text all that it said
   */
  record Result(int code, String text) {
    boolean ok() {
      return code == 0;
    }
  }

  static Result run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(WireClient.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      return new Result(process.exitValue(), text.strip());
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }

  static long userId(String name) {
    return Long.parseLong(run("id", "-u", name).text());
  }

  static long groupId(String name) {
    return Long.parseLong(run("id", "-g", name).text());
  }

  static Path permissions(Path file, String permissions) {
    try {
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static Path owner(Path file, String name) {
    try {
      var users = file.getFileSystem().getUserPrincipalLookupService();
      var attributes =
          Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      attributes.setOwner(users.lookupPrincipalByName(name));
      attributes.setGroup(users.lookupPrincipalByGroupName(run("id", "-gn", name).text()));
      return file;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A folder for one user alone. */
  Path folderOf(String user, String name) {
    try {
      return owner(permissions(Files.createDirectory(folder.resolve(name)), "rwx------"), user);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  Root option(String option) {
    options.add(option);
    return this;
  }

  /** The name of a cgroup that no other spawner uses. */
  static String groupName() {
    return "openlauncher-test-" + ProcessHandle.current().pid();
  }

  /** Where it is on this machine. */
  static Path groupFolder() {
    Path second = Path.of("/sys/fs/cgroup", groupName());
    return Files.isDirectory(second) ? second : Path.of("/sys/fs/cgroup/memory", groupName());
  }

  private static void removeGroup() {
    // Only an empty one can be removed; what a failed test leaves shall be seen.
    run("rmdir", groupFolder().toString());
  }

  List<String> command(String... program) {
    List<String> command =
        new ArrayList<>(
            List.of(
                TestedSpawner.binary().toString(),
                "--server-user=" + SERVER,
                "--minimum-user-id=" + MINIMUM_USER_ID,
                "--cgroup=" + groupName()));
    command.addAll(options);
    command.add("--");
    command.addAll(List.of(program));
    return command;
  }

  /** A privileged spawner, whose launcher is a relay to here. */
  TestedSpawner spawner() {
    try {
      Path records = folderOf(SERVER, "records");
      Path socket = folder.resolve("socket");
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      String relay = SocketRelay.class.getName();
      try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        listening.bind(UnixDomainSocketAddress.of(socket));
        permissions(socket, "rwxrwxrwx");
        Process process =
            new ProcessBuilder(
                    command(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes(),
                        relay,
                        socket.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        SocketChannel channel = listening.accept();
        return new TestedSpawner(process, new WireClient(channel, channel), ALICE, records);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The relay where the launcher's user can read it. */
  private String classes() throws IOException {
    Path classes = folder.resolve("classes");
    String name = SocketRelay.class.getName().replace('.', '/') + ".class";
    Path file = classes.resolve(name);
    Files.createDirectories(file.getParent());
    try (var content = SocketRelay.class.getClassLoader().getResourceAsStream(name)) {
      Files.copy(
          java.util.Objects.requireNonNull(content), file, StandardCopyOption.REPLACE_EXISTING);
    }
    return classes.toString();
  }
}
