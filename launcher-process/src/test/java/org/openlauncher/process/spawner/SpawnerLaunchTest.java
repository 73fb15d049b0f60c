package org.openlauncher.process.spawner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnerLaunchTest {
  private static final int LARGE = 3_000_000;

  @TempDir private Path folder;
  private TestedSpawner spawner;

  @BeforeEach
  void start() {
    spawner = TestedSpawner.unprivileged(folder);
  }

  @AfterEach
  void stop() throws IOException {
    spawner.close();
  }

  private Path output() {
    return folder.resolve("output");
  }

  @Test
  void helloTellsOfTheMachine() throws IOException {
    WireAnswer hello = spawner.hello();
    assertThat(hello.number(Wire.PROTOCOL)).isEqualTo(1);
    assertThat(hello.number(Wire.PRIVILEGED)).isZero();
    assertThat(hello.number(Wire.MINIMUM_USER_ID)).isZero();
    assertThat(hello.number(Wire.PAGE_SIZE)).isPositive();
    assertThat(hello.number(Wire.CLOCK_TICKS)).isPositive();
    assertThat(hello.number(Wire.PAM)).isZero();
    assertThat(hello.text(Wire.MEMORY_LIMIT)).isEqualTo("address-space");
    assertThat(hello.text(Wire.BOOT_ID))
        .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip());
    assertThat(hello.has(Wire.KEY)).isFalse();
  }

  @Test
  void recordTellsStartUseAndEnd() {
    StartedJob job = spawner.script("exit 7").start();

    assertThat(job.awaitEnd()).isEqualTo("ended 7 .");
    WireAnswer answer = job.answer();
    assertThat(job.record().lines())
        .hasSize(3)
        .startsWith(
            "started %d %d %d %d ."
                .formatted(
                    answer.number(Wire.PROCESS_ID),
                    answer.number(Wire.PROCESS_START),
                    answer.number(Wire.SHIM_ID),
                    answer.number(Wire.SHIM_START)));
    assertThat(job.record().lines().get(1))
        .matches(Pattern.compile("usage [0-9]+ [0-9]+ [1-9][0-9]* \\."));
  }

  @Test
  void useIsThatOfTheJobAndWhatItWaitedFor() {
    StartedJob job =
        spawner.script("(i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done); exit 0").start();

    job.awaitEnd();
    String[] use = job.record().lines().get(1).split(" ", -1);
    assertThat(Long.parseLong(use[1])).isGreaterThan(10_000);
  }

  @Test
  void signalThatEndsAJobIsTold() {
    assertThat(spawner.script("kill -SEGV $$").run()).isEqualTo("killed 11 .");
  }

  @Test
  void startTimesAreThoseOfTheProcesses() {
    StartedJob job = spawner.launch("sleep", "1000").start();

    assertThat(startTicks(job.processId())).isEqualTo(job.answer().number(Wire.PROCESS_START));
    assertThat(startTicks(job.shimId())).isEqualTo(job.answer().number(Wire.SHIM_START));
    assertThat(StartedJob.status(job.processId(), "PPid")).isEqualTo(Long.toString(job.shimId()));
  }

  private static long startTicks(long process) {
    String stat = StartedJob.file(process, "stat");
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19]);
  }

  @Test
  void shimIsKnownByItsCommandLine() {
    Launch launch = spawner.launch("sleep", "1000").jobId("01ARZ3NDEKTSV4RRFFQ69G5FAV");
    StartedJob job = launch.start();

    assertThat(StartedJob.file(job.shimId(), "cmdline"))
        .matches("openlauncher-shim 01ARZ3NDEKTSV4RRFFQ69G5FAV\0+");
  }

  @Test
  void environmentIsTheGivenOneAndTheJobsId() throws IOException {
    Launch launch =
        spawner
            .launch("/usr/bin/env", "-0")
            .noVariables()
            .variable("ODD-NAME=1")
            .variable("LINES=one\ntwo")
            .variable("EMPTY=")
            .variable("OPENLAUNCHER_JOB_ID=forged")
            .variable("PATH=/usr/bin")
            .jobId("01ARZ3NDEKTSV4RRFFQ69G5FAV")
            .output(output());

    assertThat(launch.run()).isEqualTo("ended 0 .");
    assertThat(Files.readString(output()).split("\0", -1))
        .containsExactlyInAnyOrder(
            "ODD-NAME=1",
            "LINES=one\ntwo",
            "EMPTY=",
            "PATH=/usr/bin",
            "OPENLAUNCHER_JOB_ID=01ARZ3NDEKTSV4RRFFQ69G5FAV",
            "");
  }

  @Test
  void argumentsArriveAsTheyAre() throws IOException {
    Launch launch =
        spawner
            .launch(
                "printf", "<%s>", "", " a  b ", "$HOME `id` \\ \"", "line\nline", "\u00e9\u20ac")
            .output(output());

    assertThat(launch.run()).isEqualTo("ended 0 .");
    assertThat(output())
        .content(StandardCharsets.UTF_8)
        .isEqualTo("<>< a  b ><$HOME `id` \\ \"><line\nline><\u00e9\u20ac>");
  }

  @Test
  void inputIsReadAndCanBeOpenedAgain() throws IOException {
    String text = "x".repeat(LARGE);
    Launch launch =
        spawner.script("cat | wc -c; cat /dev/stdin | wc -c").input(text).output(output());

    assertThat(launch.run()).isEqualTo("ended 0 .");
    assertThat(output()).hasContent(LARGE + "\n" + LARGE + "\n");
  }

  @Test
  void inputKeepsItsNuls() throws IOException {
    Launch launch =
        spawner
            .launch("od", "-An", "-tx1")
            .bytes(Wire.INPUT, new byte[] {0, 1, 0})
            .output(output());

    assertThat(launch.run()).isEqualTo("ended 0 .");
    assertThat(output()).hasContent(" 00 01 00\n");
  }

  @Test
  void withoutInputThereIsNothingToRead() throws IOException {
    assertThat(spawner.script("cat; readlink /proc/self/fd/0").output(output()).run())
        .isEqualTo("ended 0 .");
    assertThat(output()).hasContent("/dev/null\n");
  }

  @Test
  void outputFilesAreEmptiedAndPrivate() throws IOException {
    Path errors = folder.resolve("errors");
    Files.writeString(output(), "an old and longer text");

    spawner.script("echo out; echo err >&2").output(output()).errors(errors).umask(0).run();

    assertThat(output()).hasContent("out\n");
    assertThat(errors).hasContent("err\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(errors)))
        .isEqualTo("rw-------");
  }

  @Test
  void mergedOutputKeepsTheTrueOrder() throws IOException {
    String script = "i=0; while [ $i -lt 300 ]; do echo o$i; echo e$i >&2; i=$((i+1)); done";

    assertThat(spawner.script(script).output(output()).merged().run()).isEqualTo("ended 0 .");

    List<String> expected = new ArrayList<>();
    for (int index = 0; index < 300; index++) {
      expected.add("o" + index);
      expected.add("e" + index);
    }
    assertThat(Files.readAllLines(output())).isEqualTo(expected);
  }

  @Test
  void twoNamesOfOneFileAreMergedToo() throws IOException {
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, output());

    spawner.script("echo long line; echo e >&2").output(output()).errors(link).run();

    assertThat(output()).hasContent("long line\ne\n");
  }

  @Test
  void keptFilesAreMade() throws IOException {
    Path kept = folder.resolve("kept");
    Launch launch =
        spawner
            .script("echo out; echo err >/dev/stderr")
            .text(Wire.KEPT_OUTPUT, kept + ".out")
            .text(Wire.KEPT_ERRORS, kept + ".err");

    assertThat(launch.run()).isEqualTo("ended 0 .");
    assertThat(Path.of(kept + ".out")).hasContent("out\n");
    assertThat(Path.of(kept + ".err")).hasContent("err\n");
  }

  @Test
  void umaskAndDirectoryAreThoseAskedFor() throws IOException {
    spawner.script("umask; pwd").directory(folder).umask(0137).output(output()).run();

    assertThat(output()).hasContent("0137\n" + folder.toRealPath() + "\n");
  }

  @Test
  void jobInheritsNoDescriptors() throws IOException {
    spawner.script("ls /proc/self/fd").output(output()).run();

    // 3 is the folder that ls reads
    assertThat(output()).hasContent("0\n1\n2\n3\n");
  }

  @Test
  void jobGetsAllSignals() throws IOException {
    spawner.script("grep -E '^Sig(Blk|Ign)' /proc/self/status").output(output()).run();

    assertThat(output()).hasContent("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
  }

  @Test
  void jobLeadsASessionOfItsOwnWithoutTerminal() {
    StartedJob job = spawner.launch("sleep", "1000").start();

    String[] stat =
        StartedJob.file(job.processId(), "stat").replaceAll("^.*\\) ", "").split(" ", -1);
    assertThat(Long.parseLong(stat[2])).isEqualTo(job.processId());
    assertThat(Long.parseLong(stat[3])).isEqualTo(job.processId());
    assertThat(stat[4]).isEqualTo("0");
  }

  @Test
  void shimHoldsItsRecordOnly() throws IOException {
    StartedJob job = spawner.launch("sleep", "1000").start();

    // It closes the rest after its answer.
    await().untilAsserted(() -> assertThat(descriptors(job.shimId())).hasSize(4));
    assertThat(descriptors(job.shimId()).values())
        .containsExactlyInAnyOrder(
            "/dev/null", "/dev/null", "/dev/null", job.record().path().toRealPath().toString());
  }

  private static Map<String, String> descriptors(long process) throws IOException {
    Map<String, String> found = new java.util.TreeMap<>();
    Path list = Path.of("/proc", Long.toString(process), "fd");
    org.junit.jupiter.api.Assumptions.assumeTrue(
        Files.isReadable(list), "only root can look into a shim");
    try (java.util.stream.Stream<Path> entries = Files.list(list)) {
      for (Path entry : entries.toList()) {
        found.put(entry.getFileName().toString(), Files.readSymbolicLink(entry).toString());
      }
    }
    return found;
  }

  @Test
  void programIsLookedForOnThePathOfTheEnvironment() throws IOException {
    Path first = Files.createDirectories(folder.resolve("first"));
    Path second = Files.createDirectories(folder.resolve("second"));
    executable(Files.writeString(second.resolve("tool"), "#!/bin/sh\necho \"$0\"\n"));
    Files.createDirectories(first.resolve("tool"));

    Launch launch =
        spawner
            .launch("tool")
            .noVariables()
            .variable("PATH=/nonexistent::" + first + ":" + second)
            .output(output());

    assertThat(launch.run()).isEqualTo("ended 0 .");
    assertThat(output()).hasContent(second.resolve("tool") + "\n");
  }

  @Test
  void emptyPlaceOnThePathIsTheWorkingDirectory() throws IOException {
    executable(Files.writeString(folder.resolve("tool"), "#!/bin/sh\necho found\n"));

    Launch launch =
        spawner
            .launch("tool")
            .noVariables()
            .variable("PATH=/nonexistent:")
            .directory(folder)
            .output(output());

    assertThat(launch.run()).isEqualTo("ended 0 .");
    assertThat(output()).hasContent("found\n");
  }

  @Test
  void withoutPathProgramsOfTheSystemAreFound() {
    assertThat(spawner.launch("true").noVariables().run()).isEqualTo("ended 0 .");
  }

  private static void executable(Path program) throws IOException {
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void shimStaysWithWhatTheJobLeavesBehind() throws IOException {
    StartedJob job =
        spawner
            .script("setsid sh -c 'echo $$ >left; exec sleep 1000' & exit 4")
            .directory(folder)
            .start();

    assertThat(job.awaitEnd()).isEqualTo("ended 4 .");
    Path left = folder.resolve("left");
    await().untilAsserted(() -> assertThat(left).isNotEmptyFile());
    long orphan = Long.parseLong(Files.readString(left).strip());
    await()
        .untilAsserted(
            () ->
                assertThat(StartedJob.status(orphan, "PPid"))
                    .isEqualTo(Long.toString(job.shimId())));
    job.signal(Wire.KILL).require(Wire.DONE);
    await().untilAsserted(() -> assertThat(StartedJob.state(job.shimId())).isEmpty());
    assertThat(StartedJob.state(orphan)).isEmpty();
  }

  @Test
  void jobOutlivesTheSpawner() {
    StartedJob job = spawner.script("read line; exit 5 <&-; exit 6").input("").start();
    StartedJob waiting =
        spawner.script("while [ ! -e go ]; do sleep 0.02; done; exit 9").directory(folder).start();

    assertThat(spawner.awaitExit()).isZero();

    assertThat(StartedJob.state(waiting.shimId())).isNotEmpty();
    create(folder.resolve("go"));
    assertThat(waiting.awaitEnd()).isEqualTo("ended 9 .");
    assertThat(job.awaitEnd()).startsWith("ended");
    await().untilAsserted(() -> assertThat(StartedJob.state(waiting.shimId())).isEmpty());
  }

  private static void create(Path file) {
    try {
      Files.createFile(file);
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  @Test
  void processorTimeIsLimited() {
    StartedJob job =
        spawner.script("while :; do :; done").number(Wire.PROCESSOR_SECONDS, 1).start();

    assertThat(job.awaitEnd()).isEqualTo("killed 24 .");
    assertThat(job.record().lines()).contains("reason processor-time .");
  }

  @Test
  void processorTimeIsLimitedForThoseWhoDoNotListenToo() {
    StartedJob job =
        spawner
            .script("trap '' XCPU; while :; do :; done")
            .number(Wire.PROCESSOR_SECONDS, 1)
            .start();

    assertThat(job.awaitEnd()).isEqualTo("killed 9 .");
    assertThat(job.record().lines()).contains("reason processor-time .");
  }

  @Test
  void memoryIsLimited() throws IOException {
    Launch launch =
        spawner.script("ulimit -v").number(Wire.MEMORY_BYTES, 256L * 1024 * 1024).output(output());

    assertThat(launch.run()).isEqualTo("ended 0 .");
    assertThat(output()).hasContent("262144\n");
  }

  @Test
  void manyLaunchesAtOnceAllEndWell() {
    List<Launch> launches = new ArrayList<>();
    List<CompletableFuture<WireAnswer>> answers = new ArrayList<>();
    for (int index = 0; index < 150; index++) {
      launches.add(spawner.script("exit " + index));
    }
    launches.forEach(launch -> answers.add(launch.send()));

    for (int index = 0; index < launches.size(); index++) {
      WireClient.await(answers.get(index)).require(Wire.STARTED);
      assertThat(launches.get(index).record().awaitEnd()).isEqualTo("ended " + index + " .");
    }
  }

  @Test
  void noZombiesRemain() {
    for (int index = 0; index < 20; index++) {
      spawner.launch("true").run();
    }

    await()
        .untilAsserted(() -> assertThat(StartedJob.childrenOf(spawner.process().pid())).isEmpty());
  }
}
