package org.openlauncher.process.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.contract.MachineUsers;

/**
 * A JVM as root's start of the launcher makes it: it runs as an ordinary user, and has a socket to
 * a spawner that root runs.
 */
public final class SpawnedJvm implements AutoCloseable {
  private static final String SERVER = "nobody";
  private static final String GROUP = "openlauncher-contract-" + ProcessHandle.current().pid();

  private final Process process;

  private SpawnedJvm(Process process) {
    this.process = process;
  }

  /** Skips the test where that can't be. */
  public static void requireRoot() {
    MachineUsers users = new MachineUsers();
    assumeTrue(users.self().uid() == 0, "only root can start jobs as other users");
    assumeTrue(
        Files.isExecutable(LauncherForm.PROGRAM),
        () -> LauncherForm.PROGRAM + " was not built on this machine");
    for (String name : List.of("alice", "bob")) {
      assumeTrue(
          users.find(name).map(UserAccount::uid).orElse(0L) >= 1000,
          () -> "the machine has no ordinary user " + name);
    }
  }

  /**
   * Starts one.
   *
   * @param folder for copies of the classes, which the JVM's user must be able to read
   * @param main the class that it runs
   */
  public static SpawnedJvm start(Path folder, Class<?> main, List<String> arguments)
      throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> command =
        new ArrayList<>(
            List.of(
                LauncherForm.PROGRAM.toString(),
                "--server-user=" + SERVER,
                "--cgroup=" + GROUP,
                "--",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-D" + LauncherForm.PROPERTY + "=inherited",
                "-cp",
                readableClassPath(folder),
                main.getName()));
    command.addAll(arguments);
    return new SpawnedJvm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  private static String readableClassPath(Path folder) throws IOException {
    List<String> copies = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path original = Path.of(entry);
      if (Files.exists(original)) {
        Path copy = folder.resolve(Integer.toString(copies.size()) + ".jar");
        copy(original, copy);
        copies.add(copy.toString());
      }
    }
    return String.join(File.pathSeparator, copies);
  }

  private static void copy(Path original, Path copy) throws IOException {
    List<Path> all;
    try (Stream<Path> tree = Files.walk(original)) {
      all = tree.toList();
    }
    for (Path path : all) {
      Path target = copy.resolve(original.relativize(path).toString());
      Files.copy(path, target);
      Files.setPosixFilePermissions(
          target,
          PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  /** The JVM. */
  public Process process() {
    return process;
  }

  /** The spawner, which is the JVM's child. */
  public ProcessHandle spawner() {
    return process
        .children()
        .filter(
            child ->
                child.info().command().filter(LauncherForm.PROGRAM.toString()::equals).isPresent())
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    process.onExit().join();
    // An empty one only; what a failed test leaves shall be seen.
    new ProcessBuilder("rmdir", "/sys/fs/cgroup/" + GROUP, "/sys/fs/cgroup/memory/" + GROUP)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
