package org.openlauncher.process.spawner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivilegedLaunchTest {
  private static final String NO_CAPABILITIES = "0000000000000000";

  @TempDir private Path folder;
  private Root root;
  private TestedSpawner spawner;
  private Path home;

  @BeforeEach
  void start() {
    root = new Root(folder);
    spawner = root.spawner();
    home = root.folderOf(Root.ALICE, "alice");
  }

  @AfterEach
  void stop() throws IOException {
    if (spawner != null) {
      spawner.close();
    }
  }

  private Path output() {
    return home.resolve("output");
  }

  /** The spawner: the child of the process that has become the launcher. */
  private long spawnerId() {
    return StartedJob.childrenOf(spawner.process().pid()).get(0);
  }

  @Test
  void helloTellsOfPrivileges() {
    WireAnswer hello = spawner.hello();

    assertThat(hello.number(Wire.PRIVILEGED)).isEqualTo(1);
    assertThat(hello.number(Wire.MINIMUM_USER_ID)).isEqualTo(Root.MINIMUM_USER_ID);
    assertThat(hello.number(Wire.SERVER_USER_ID)).isEqualTo(Root.userId(Root.SERVER));
    assertThat(hello.has(Wire.KEY)).isFalse();
  }

  @Test
  void launcherHasNoRightsOfRoot() {
    long launcher = spawner.process().pid();
    String id = Long.toString(Root.userId(Root.SERVER));
    String group = Long.toString(Root.groupId(Root.SERVER));

    assertThat(StartedJob.status(launcher, "Uid").split("\t", -1)).containsOnly(id);
    assertThat(StartedJob.status(launcher, "Gid").split("\t", -1)).containsOnly(group);
    assertThat(StartedJob.status(launcher, "Groups")).isEqualTo(group);
    for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
      assertThat(StartedJob.status(launcher, set)).as(set).isEqualTo(NO_CAPABILITIES);
    }
    assertThat(StartedJob.status(launcher, "NoNewPrivs")).isEqualTo("1");
    assertThat(StartedJob.status(spawnerId(), "Uid").split("\t", -1)).containsOnly("0");
  }

  @Test
  void jobIsTheUserAndNobodyElse() throws IOException {
    StartedJob job = spawner.launch("sleep", "1000").start();
    String id = Long.toString(Root.userId(Root.ALICE));
    String group = Long.toString(Root.groupId(Root.ALICE));
    List<String> groups = List.of(Root.run("id", "-G", Root.ALICE).text().split(" ", -1));

    assertThat(StartedJob.status(job.processId(), "Uid").split("\t", -1)).containsOnly(id);
    assertThat(StartedJob.status(job.processId(), "Gid").split("\t", -1)).containsOnly(group);
    assertThat(StartedJob.status(job.processId(), "Groups").split(" ", -1))
        .containsExactlyInAnyOrderElementsOf(groups);
    for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapAmb")) {
      assertThat(StartedJob.status(job.processId(), set)).as(set).isEqualTo(NO_CAPABILITIES);
    }
    // So that sudo works in a job as it does in a shell.
    assertThat(StartedJob.status(job.processId(), "NoNewPrivs")).isEqualTo("0");
  }

  @Test
  void jobHasTheRankForTheKernelThatTheSpawnerWasGiven() throws IOException {
    StartedJob job = spawner.launch("sleep", "1000").start();
    String own = Files.readString(Path.of("/proc/self/oom_score_adj")).strip();

    assertThat(StartedJob.file(job.processId(), "oom_score_adj").strip()).isEqualTo(own);
    // Lower than that, where root has the capability for it.
    assertThat(StartedJob.file(job.shimId(), "oom_score_adj"))
        .isEqualTo(StartedJob.file(spawnerId(), "oom_score_adj"));
  }

  @Test
  void shimBelongsToTheLauncherAndNoRootProcessIsLeft() {
    StartedJob job = spawner.launch("sleep", "1000").start();
    String id = Long.toString(Root.userId(Root.SERVER));

    assertThat(StartedJob.status(job.shimId(), "Uid").split("\t", -1)).containsOnly(id);
    assertThat(StartedJob.status(job.shimId(), "CapPrm")).isEqualTo(NO_CAPABILITIES);
    assertThat(StartedJob.status(job.shimId(), "PPid")).isEqualTo(Long.toString(spawnerId()));
    assertThat(StartedJob.childrenOf(spawnerId())).containsExactly(job.shimId());
  }

  @Test
  void jobCanNotTouchItsShimNorItsRecord() throws IOException {
    Launch launch =
        spawner
            .script(
                "kill -9 $PPID || echo not killed; "
                    + "cat /proc/$PPID/environ /proc/$PPID/mem || echo not read; "
                    + "ls /proc/$PPID/fd || echo not listed; "
                    + "cat \"$1\" || echo no record; echo x >\"$1\" || echo not written",
                spawner.records().resolve("x").toString())
            .output(output());

    assertThat(launch.run()).isEqualTo("ended 0 .");
    assertThat(output()).hasContent("not killed\nnot read\nnot listed\nno record\nnot written\n");
  }

  @Test
  void outputIsOpenedAsTheUser() throws IOException {
    Path closed = root.folderOf(Root.BOB, "bob");

    spawner.script("id -un").output(output()).run();

    assertThat(output()).hasContent(Root.ALICE + "\n");
    assertThat(Files.getOwner(output()).getName()).isEqualTo(Root.ALICE);
    Launch launch = spawner.launch("true").output(closed.resolve("output"));
    assertThat(launch.ask().refusal()).isEqualTo("output");
    assertThat(closed).isEmptyDirectory();
  }

  @Test
  void keptOutputIsWrittenByTheUserAndReadByTheLauncher() throws IOException {
    Path kept = root.folderOf(Root.SERVER, "kept");
    Launch launch =
        spawner
            .script("echo one; echo two >/dev/stdout; echo three >>/dev/stdout")
            .text(Wire.KEPT_OUTPUT, kept.resolve("output").toString())
            .merged();

    assertThat(launch.run()).isEqualTo("ended 0 .");
    Path file = kept.resolve("output");
    assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo((int) Root.userId(Root.ALICE));
    assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo((int) Root.groupId(Root.SERVER));
    assertThat((int) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(0640);
    assertThat(file).hasContent("two\nthree\n");
  }

  @Test
  void directoryIsEnteredAsTheUser() {
    Path closed = root.folderOf(Root.BOB, "bob");

    assertThat(spawner.script("test \"$(pwd)\" = \"$1\"", home.toString()).directory(home).run())
        .isEqualTo("ended 0 .");
    assertThat(spawner.launch("true").directory(closed).ask().refusal()).isEqualTo("directory");
  }

  @Test
  void programIsRunAsTheUser() throws IOException {
    Path closed = root.folderOf(Root.BOB, "bob");
    Path program = Files.writeString(closed.resolve("program"), "#!/bin/sh\n");
    Root.permissions(program, "rwxr-xr-x");

    assertThat(spawner.launch(program.toString()).ask().refusal())
        .isEqualTo("program-not-executable");
  }

  @Test
  void inputCanBeOpenedAgainByTheUser() throws IOException {
    spawner.script("cat; cat /dev/stdin").input("text\n").output(output()).run();

    assertThat(output()).hasContent("text\ntext\n");
  }

  @Test
  void jobInheritsNoDescriptors() {
    spawner.script("ls /proc/self/fd").output(output()).run();

    assertThat(output()).hasContent("0\n1\n2\n3\n");
  }

  @Test
  void jobsOfTwoUsersRunSideBySide() throws IOException {
    Path other = root.folderOf(Root.BOB, "bob");

    assertThat(spawner.script("id -u").output(output()).run()).isEqualTo("ended 0 .");
    assertThat(spawner.script("id -u").user(Root.BOB).output(other.resolve("output")).run())
        .isEqualTo("ended 0 .");

    assertThat(output()).hasContent(Root.userId(Root.ALICE) + "\n");
    assertThat(other.resolve("output")).hasContent(Root.userId(Root.BOB) + "\n");
  }

  @Test
  void spawnerEndsWithTheLauncherAndJobsGoOn() throws IOException {
    StartedJob job =
        spawner.script("while [ ! -e go ]; do sleep 0.02; done; exit 9").directory(home).start();
    long id = spawnerId();

    spawner.process().destroyForcibly();

    await().untilAsserted(() -> assertThat(StartedJob.state(id)).isIn("", "Z"));
    assertThat(StartedJob.runs(job.shimId())).isTrue();
    Files.createFile(home.resolve("go"));
    assertThat(job.awaitEnd()).isEqualTo("ended 9 .");
  }

  @Test
  void readsFilesAsTheUser() throws IOException {
    Path own = Root.owner(Files.writeString(home.resolve("file"), "text"), Root.ALICE);
    Root.permissions(own, "rw-------");
    Path other = Files.writeString(root.folderOf(Root.BOB, "bob").resolve("file"), "secret");
    Path secret = Root.permissions(Files.writeString(folder.resolve("secret"), "x"), "rw-------");
    Path link = Files.createSymbolicLink(home.resolve("link"), secret);

    long file = spawner.open(Root.ALICE, own).require(Wire.FILE_OPENED).number(Wire.FILE);
    assertThat(spawner.read(file, 1, 10).text(Wire.CONTENT)).isEqualTo("ext");
    assertThat(spawner.open(Root.BOB, own).refusal()).isEqualTo("file");
    assertThat(spawner.open(Root.ALICE, other).refusal()).isEqualTo("file");
    assertThat(spawner.open(Root.ALICE, link).refusal()).isEqualTo("file");
    assertThat(spawner.open(Root.ALICE, spawner.records().resolve("x")).refusal())
        .isEqualTo("file");
  }

  @Test
  void readerCanNotBeStoppedByTheUser() throws IOException {
    Path own = Root.owner(Files.writeString(home.resolve("file"), "text"), Root.ALICE);
    spawner.open(Root.ALICE, own).require(Wire.FILE_OPENED);
    long reader = StartedJob.childrenOf(spawnerId()).get(0);

    assertThat(StartedJob.status(reader, "Uid").split("\t", -1))
        .containsExactly(
            Long.toString(Root.userId(Root.SERVER)),
            Long.toString(Root.userId(Root.ALICE)),
            Long.toString(Root.userId(Root.SERVER)),
            Long.toString(Root.userId(Root.ALICE)));
    assertThat(StartedJob.status(reader, "CapPrm")).isEqualTo(NO_CAPABILITIES);
    assertThat(spawner.script("kill -9 \"$1\"", Long.toString(reader)).run())
        .isEqualTo("ended 1 .");
    assertThat(StartedJob.runs(reader)).isTrue();
  }

  @Test
  void accountsAreTold() {
    WireAnswer account = spawner.lookUp(Root.BOB).require(Wire.ACCOUNT);

    assertThat(account.text(Wire.USER)).isEqualTo(Root.BOB);
    assertThat(account.number(Wire.USER_ID)).isEqualTo(Root.userId(Root.BOB));
    assertThat(account.number(Wire.GROUP_ID)).isEqualTo(Root.groupId(Root.BOB));
    assertThat(account.text(Wire.HOME)).isEqualTo("/home/bob");
    assertThat(account.numbers(Wire.GROUP)).contains(Root.groupId(Root.BOB));
  }

  @Test
  void userWhoStopsAllHisProcessesHoldsUpNobody() throws Exception {
    String name = "openlauncher-stops";
    Root.makeUser(name, "--user-group");
    Process stopper =
        new ProcessBuilder(
                "setpriv",
                "--reuid=" + Root.userId(name),
                "--regid=" + Root.groupId(name),
                "--clear-groups",
                "/bin/sh",
                "-c",
                "while :; do kill -STOP -1 2>/dev/null; done")
            .start();
    try {
      for (int index = 0; index < 10; index++) {
        spawner.launch("sleep", "1000").user(name).start();
      }
    } finally {
      stopper.destroyForcibly().waitFor();
      spawner.close();
      Root.removeUser(name);
    }
  }
}
