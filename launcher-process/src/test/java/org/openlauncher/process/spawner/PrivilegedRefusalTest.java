package org.openlauncher.process.spawner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivilegedRefusalTest {
  @TempDir private Path folder;
  private Root root;
  private TestedSpawner spawner;

  @BeforeEach
  void start() {
    root = new Root(folder);
    spawner = root.spawner();
  }

  @AfterEach
  void stop() throws IOException {
    if (spawner != null) {
      spawner.close();
    }
  }

  private void assertNothingIsDoneFor(String user, String word) {
    Launch launch = spawner.launch("touch", folder.resolve("ran").toString()).user(user);
    assertThat(launch.ask().refusal()).isEqualTo(word);
    assertThat(launch.record().lines()).containsExactly("refused " + word + " 0 .");
    assertThat(spawner.open(user, Path.of("/etc/hostname")).refusal()).isEqualTo(word);
    assertThat(spawner.lookUp(user).refusal()).isEqualTo(word);
    StartedJob job = spawner.launch("sleep", "1000").start();
    assertThat(job.signal(user, Wire.KILL).refusal()).isEqualTo(word);
    assertThat(StartedJob.runs(job.processId())).isTrue();
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @Test
  void root() {
    assertNothingIsDoneFor("root", "user-root");
  }

  @Test
  void userOfTheSystem() {
    assertNothingIsDoneFor("daemon", "user-below-minimum");
  }

  @Test
  void launchersOwnUser() {
    assertNothingIsDoneFor(Root.SERVER, "user-not-allowed");
  }

  @Test
  void unknownUser() {
    assertNothingIsDoneFor("no-such-user", "user-unknown");
    assertNothingIsDoneFor("1001", "user-unknown");
  }

  @Test
  void userWhoseFirstGroupIsThatOfRoot() {
    String name = "openlauncher-wheel";
    Root.makeUser(name, "--gid", "0", "--uid", "48231");
    try {
      assertNothingIsDoneFor(name, "user-root");
    } finally {
      Root.removeUser(name);
    }
  }

  @Test
  void recordThatIsNotTheLaunchers() throws IOException {
    Launch launch = spawner.launch("true");
    Root.owner(launch.record().path(), Root.ALICE);
    assertThat(launch.ask().refusal()).isEqualTo("record");

    Path closed = root.folderOf(Root.ALICE, "alice");
    Path file = Root.owner(RecordFile.create(closed.resolve("record")).path(), Root.SERVER);
    assertThat(spawner.launch("true").record(file).ask().refusal()).isEqualTo("record");

    Path ofRoot = RecordFile.create(folder.resolve("record")).path();
    Root.permissions(ofRoot, "rw-rw-rw-");
    assertThat(spawner.launch("true").record(ofRoot).ask().refusal()).isEqualTo("record");
    assertThat(new RecordFile(ofRoot).lines()).isEmpty();
  }

  @Test
  void keptFileWhereTheLauncherMustNotWrite() throws IOException {
    Path closed = root.folderOf(Root.ALICE, "alice");
    Path ofRoot = root.folderOf("root", "of-root");

    for (Path place : new Path[] {closed, ofRoot}) {
      Launch launch =
          spawner.launch("true").text(Wire.KEPT_OUTPUT, place.resolve("kept").toString());
      assertThat(launch.ask().refusal()).isEqualTo("output");
      assertThat(place).isEmptyDirectory();
    }
  }

  @Test
  void outputOfAnotherUserInASharedFolder() throws IOException {
    Path shared = Files.createDirectory(folder.resolve("shared"));
    assertThat(Root.run("chmod", "1777", shared.toString()).ok()).isTrue();
    Path trap = Files.writeString(shared.resolve("trap"), "of bob");
    Root.permissions(Root.owner(trap, Root.BOB), "rw-rw-rw-");
    Path home = root.folderOf(Root.ALICE, "alice");
    Path target = Root.owner(Files.writeString(home.resolve("target"), "precious"), Root.ALICE);
    Path link = Files.createSymbolicLink(shared.resolve("link"), target);
    Root.owner(link, Root.BOB);

    assertThat(spawner.launch("true").output(trap).ask().refusal()).isEqualTo("output");
    assertThat(spawner.launch("true").errors(link).ask().refusal()).isEqualTo("errors");
    assertThat(trap).hasContent("of bob");
    assertThat(target).hasContent("precious");
  }

  @Test
  void signalsReachOnlyTheJobsOfTheUser() {
    StartedJob job = spawner.launch("sleep", "1000").start();

    WireAnswer answer = job.signal(Root.BOB, Wire.KILL);

    assertThat(answer.refusal()).isEqualTo("not-permitted");
    assertThat(answer.message()).startsWith("1 processes of the job belong to another user");
    assertThat(StartedJob.runs(job.processId())).isTrue();
    job.signal(Wire.KILL).require(Wire.DONE);
  }

  @Test
  void processOfTheJobThatBelongsToAnotherUser() throws IOException {
    Path program = folder.resolve("setpriv");
    Files.copy(Path.of("/usr/bin/setpriv"), program);
    assertThat(Root.run("chmod", "4755", program.toString()).ok()).isTrue();
    StartedJob job =
        spawner
            .script("\"$1\" --reuid 0 --clear-groups sleep 1000 & sleep 1000", program.toString())
            .start();
    await().untilAsserted(() -> assertThat(StartedJob.childrenOf(job.processId())).hasSize(2));
    await()
        .untilAsserted(
            () ->
                assertThat(StartedJob.childrenOf(job.processId()))
                    .anyMatch(id -> StartedJob.status(id, "Uid").startsWith("0\t0\t0")));
    long other =
        StartedJob.childrenOf(job.processId()).stream()
            .filter(id -> StartedJob.status(id, "Uid").startsWith("0\t0\t0"))
            .findFirst()
            .orElseThrow();

    WireAnswer answer = job.signal(Wire.KILL);

    assertThat(answer.refusal()).isEqualTo("not-permitted");
    assertThat(answer.number(Wire.ERROR_NUMBER)).isEqualTo(1);
    assertThat(answer.message()).startsWith("1 processes of the job belong to another user");
    assertThat(job.awaitEnd()).isEqualTo("killed 9 .");
    assertThat(StartedJob.runs(other)).isTrue();
    ProcessHandle.of(other).orElseThrow().destroyForcibly();
    await().untilAsserted(() -> assertThat(StartedJob.state(job.shimId())).isEmpty());
  }

  @Test
  void processesThatDoNotEnd() throws IOException {
    // In the first version of cgroups, what is frozen is not even killed.
    Path freezer = Path.of("/sys/fs/cgroup/freezer");
    assumeTrue(Files.isWritable(freezer.resolve("cgroup.procs")), "there is no cgroup freezer");
    Path group = Files.createDirectory(freezer.resolve(Root.groupName()));
    StartedJob job = spawner.launch("sleep", "1000").start();
    try {
      Files.writeString(group.resolve("cgroup.procs"), Long.toString(job.processId()));
      Files.writeString(group.resolve("freezer.state"), "FROZEN");

      CompletableFuture<WireAnswer> answer =
          CompletableFuture.supplyAsync(() -> job.signal(Wire.KILL));

      assertThat(WireClient.await(answer).refusal()).isEqualTo("still-running");
    } finally {
      Files.writeString(group.resolve("freezer.state"), "THAWED");
      job.awaitEnd();
      await().ignoreExceptions().until(() -> Files.deleteIfExists(group));
    }
  }

  @Test
  void shimOfSomebodyElse() {
    StartedJob job = spawner.launch("sleep", "1000").start();
    long init = ProcessHandle.current().pid();
    String stat = StartedJob.file(init, "stat");
    long start = Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19]);

    WireAnswer answer =
        spawner
            .client()
            .ask(
                new WireRequest(Wire.SIGNAL)
                    .text(Wire.USER, Root.ALICE)
                    .number(Wire.SHIM_ID, init)
                    .number(Wire.SHIM_START, start)
                    .number(Wire.OPERATION, Wire.KILL));

    assertThat(answer.refusal()).isEqualTo("no-such-shim");
    assertThat(StartedJob.runs(job.processId())).isTrue();
  }
}
