package org.openlauncher.process.spawner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How root starts the launcher through the spawner, and hands it the key. */
class PrivilegedStartTest {
  private static final int NO_USER = 67;
  private static final int CONFIGURATION = 78;
  private static final int USAGE = 64;
  private static final int NOT_FOUND = 127;
  private static final String KEY = "a key of 32 characters, or so\n";

  @TempDir private Path folder;
  private Root root;

  @BeforeEach
  void start() {
    root = new Root(folder);
  }

  private String keyAt(Path path) throws IOException {
    try (TestedSpawner spawner = root.option("--key-file=" + path).spawner()) {
      return new String(spawner.hello().bytes(Wire.KEY), StandardCharsets.UTF_8);
    }
  }

  private Root.Result startWithKey(Path path) {
    return Root.run(root.option("--key-file=" + path).command("true").toArray(String[]::new));
  }

  private void assertKeyRefused(Path path, String told) {
    Root.Result result = startWithKey(path);
    assertThat(result.code()).isEqualTo(CONFIGURATION);
    assertThat(result.text()).contains(path.toString(), told).doesNotContain(KEY.strip());
  }

  private Path key(Path path) throws IOException {
    return Root.permissions(Files.writeString(path, KEY), "rw-------");
  }

  @Test
  void launcherKeepsTheProcessIdAndHasTheSocketAlone() throws IOException {
    try (TestedSpawner spawner = root.spawner()) {
      long launcher = spawner.process().pid();
      assertThat(StartedJob.file(launcher, "cmdline")).contains(SocketRelay.class.getName());
      long child = StartedJob.childrenOf(launcher).get(0);
      assertThat(StartedJob.file(child, "comm").strip()).startsWith("openlauncher-sp");
    }
  }

  @Test
  void programGetsTheEnvironmentAndItsExitCodeIsTheOneThatIsSeen() {
    Root.Result result =
        Root.run(
            root.command("/bin/sh", "-c", "id -un; ls /proc/self/fd; echo $HOME; exit 42")
                .toArray(String[]::new));

    assertThat(result.code()).isEqualTo(42);
    assertThat(result.text()).isEqualTo(Root.SERVER + "\n0\n1\n2\n3\n" + System.getenv("HOME"));
  }

  @Test
  void spawnerLeavesNothingOfItsStarter() throws Exception {
    Process process =
        new ProcessBuilder(root.command("/bin/sh", "-c", "read line; exit 0"))
            .redirectErrorStream(true)
            .start();
    await().untilAsserted(() -> assertThat(StartedJob.childrenOf(process.pid())).hasSize(1));
    long spawner = StartedJob.childrenOf(process.pid()).get(0);
    await()
        .untilAsserted(
            () ->
                assertThat(Files.readSymbolicLink(Path.of("/proc/" + spawner + "/cwd")))
                    .isEqualTo(Path.of("/")));
    assertThat(Files.readSymbolicLink(Path.of("/proc/" + spawner + "/fd/0")))
        .isEqualTo(Path.of("/dev/null"));
    assertThat(Files.readSymbolicLink(Path.of("/proc/" + spawner + "/fd/1")))
        .isEqualTo(Path.of("/dev/null"));
    process.destroyForcibly();
    assertThat(process.waitFor(WireClient.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    await().untilAsserted(() -> assertThat(StartedJob.state(spawner)).isIn("", "Z"));
  }

  @Test
  void inTheBackgroundItLetsGoOfStandardError() throws Exception {
    root.option("--syslog");
    Process process =
        new ProcessBuilder(root.command("/bin/sh", "-c", "echo begun >&2; exec 2>&-; read line"))
            .start();

    // Ends only when nobody has the other end open.
    assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("begun\n");

    assertThat(process.isAlive()).isTrue();
    assertThat(StartedJob.childrenOf(process.pid())).hasSize(1);
    process.destroyForcibly();
    assertThat(process.waitFor(WireClient.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatCanNotBeStartedIsTold() {
    Root.Result program = Root.run(root.command("/no/such/program").toArray(String[]::new));
    assertThat(program.code()).isEqualTo(NOT_FOUND);
    assertThat(program.text()).contains("/no/such/program");

    String binary = TestedSpawner.binary().toString();
    assertThat(Root.run(binary, "--server-user=no-such-user", "--", "true").code())
        .isEqualTo(NO_USER);
    assertThat(Root.run(binary, "--server-user=root", "--", "true").code())
        .isEqualTo(CONFIGURATION);
    for (String bad : List.of("--minimum-user-id=0", "--minimum-user-id=x", "--cgroup=../x")) {
      assertThat(Root.run(binary, "--server-user=nobody", bad, "--", "true").code())
          .as(bad)
          .isEqualTo(USAGE);
    }
  }

  @Test
  void onlyRootCanDoIt() throws IOException {
    Path binary = Files.copy(TestedSpawner.binary(), folder.resolve("binary"));
    Root.permissions(binary, "rwxr-xr-x");

    Root.Result result =
        Root.run(
            "setpriv",
            "--reuid=" + Root.userId(Root.ALICE),
            "--clear-groups",
            "--",
            binary.toString(),
            "--server-user=nobody",
            "--",
            "true");

    assertThat(result.code()).isEqualTo(77);
    assertThat(result.text()).contains("root");
  }

  @Test
  void withTheSetUserIdBitItRefuses() throws IOException {
    Path binary = Files.copy(TestedSpawner.binary(), folder.resolve("binary"));
    assertThat(Root.run("chmod", "4755", binary.toString()).ok()).isTrue();

    Root.Result result =
        Root.run(
            "setpriv",
            "--reuid=" + Root.userId(Root.ALICE),
            "--clear-groups",
            "--",
            binary.toString(),
            "--unprivileged");

    assertThat(result.code()).isEqualTo(77);
  }

  @Test
  void keyIsHandedOver() throws IOException {
    assertThat(keyAt(key(folder.resolve("key")))).isEqualTo(KEY);
  }

  @Test
  void keyBeforeIsHandedOverToo() throws IOException {
    Path before = folder.resolve("before");
    Root.permissions(Files.writeString(before, "old " + KEY), "rw-------");
    root.option("--previous-key-file=" + before);
    root.option("--key-file=" + key(folder.resolve("key")));
    try (TestedSpawner spawner = root.spawner()) {
      assertThat(new String(spawner.hello().bytes(Wire.KEY), StandardCharsets.UTF_8))
          .isEqualTo(KEY);
      assertThat(new String(spawner.hello().bytes(Wire.PREVIOUS_KEY), StandardCharsets.UTF_8))
          .isEqualTo("old " + KEY);
    }
    Root.permissions(before, "rw-r--r--");
    assertThat(Root.run(root.command("true").toArray(String[]::new)).code())
        .isEqualTo(CONFIGURATION);
  }

  @Test
  void keyOfSessionsIsHandedOverToo() throws IOException {
    Path session = folder.resolve("session");
    Root.permissions(Files.writeString(session, "pem " + KEY), "rw-------");
    root.option("--session-key-file=" + session);
    try (TestedSpawner spawner = root.spawner()) {
      assertThat(new String(spawner.hello().bytes(Wire.SESSION_KEY), StandardCharsets.UTF_8))
          .isEqualTo("pem " + KEY);
    }
    Root.permissions(session, "rw-r-----");
    assertThat(Root.run(root.command("true").toArray(String[]::new)).code())
        .isEqualTo(CONFIGURATION);
  }

  @Test
  void keyOfTheLaunchersUserIsHandedOver() throws IOException {
    Path place = root.folderOf(Root.SERVER, "place");

    assertThat(keyAt(Root.owner(key(place.resolve("key")), Root.SERVER))).isEqualTo(KEY);
  }

  @Test
  void keyBehindALinkIsHandedOver() throws IOException {
    Path place = root.folderOf("root", "place");
    key(place.resolve("key"));
    Files.createSymbolicLink(place.resolve("relative"), Path.of("..", "place", "key"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), place.resolve("relative"));

    assertThat(keyAt(link)).isEqualTo(KEY);
  }

  @Test
  void keyThatOthersCanReadIsRefused() throws IOException {
    assertKeyRefused(
        Root.permissions(key(folder.resolve("key")), "rw-r-----"), "others than its owner");
  }

  @Test
  void keyThatIsNoFileIsRefused() throws IOException {
    assertKeyRefused(folder.resolve("none"), "No such file");
    assertKeyRefused(Files.createDirectory(folder.resolve("folder")), "not a plain file");
    Path loop = folder.resolve("loop");
    Files.createSymbolicLink(loop, loop);
    assertKeyRefused(loop, "Too many levels");
  }

  @Test
  void keyOfAnotherUserIsRefused() throws IOException {
    assertKeyRefused(Root.owner(key(folder.resolve("key")), Root.ALICE), "belongs neither");
  }

  @Test
  void keyInAFolderOfAnotherUserIsRefused() throws IOException {
    Path place = root.folderOf(Root.ALICE, "place");
    key(place.resolve("key"));

    assertKeyRefused(place.resolve("key"), "belongs neither");
    Path link = Files.createSymbolicLink(folder.resolve("link"), place.resolve("key"));
    assertKeyRefused(link, "belongs neither");
  }

  @Test
  void keyInAFolderThatOthersCanWriteIsRefused() throws IOException {
    Path place = Root.permissions(root.folderOf("root", "place"), "rwxrwxr-x");
    key(place.resolve("key"));

    assertKeyRefused(place.resolve("key"), "can write a folder on its way");
  }

  @Test
  void fileOfRootsThatTheLaunchersUserPointsToIsRefused() throws IOException {
    key(folder.resolve("key"));
    Path place = root.folderOf(Root.SERVER, "place");
    Path link = Files.createSymbolicLink(place.resolve("link"), folder.resolve("key"));
    Root.owner(link, Root.SERVER);
    Path hard = Files.createLink(place.resolve("hard"), folder.resolve("key"));

    assertKeyRefused(link, "others can have put it there");
    assertKeyRefused(hard, "others can have put it there");
  }

  @Test
  void keyThatIsTooLargeIsRefused() throws IOException {
    Path file = Files.write(folder.resolve("key"), new byte[64 * 1024 + 1]);

    assertKeyRefused(Root.permissions(file, "rw-------"), "64 KiB");
  }
}
