package org.openlauncher.process.supervise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.ExitRecord;
import org.openlauncher.process.ProcessRequest;

@ParameterizedClass
@EnumSource(Form.class)
final class LaunchTest {
  private static final List<String> HOSTILE =
      List.of(
          "",
          " ",
          "a b",
          "'",
          "\"",
          "\\",
          "\\n",
          "\\0101",
          "a\nb",
          "\n",
          "\n\n",
          "ends in newline\n",
          "back\\slash\nand newline\\",
          "\t tab ",
          "$(touch /tmp/owned)",
          "`id`",
          "$HOME",
          "${x}",
          "*",
          "?",
          "[a-z]*",
          "~",
          "-n",
          "--",
          "-e",
          "%s%d",
          "a;b&c|d>e<f",
          "#comment",
          "!history",
          "{a,b}",
          "=",
          "A=b",
          "\u00e9\u00fc\u00df",
          "\u65e5\u672c\u8a9e",
          "\ud83d\ude80",
          "\u0001\u0002\u001b[0m\u007f",
          "\u0080\u0081\u0088\u0091",
          "\uffff",
          "\r\n");

  @TempDir Path folder;
  private final Form form;
  private Jobs jobs;

  LaunchTest(Form form) {
    this.form = form;
  }

  @BeforeEach
  void open() {
    jobs = new Jobs(form, folder);
  }

  @AfterEach
  void close() {
    jobs.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 125, 127, 255})
  void tellsTheExitCode(int code) {
    JobId id = jobs.script("exit $1", Integer.toString(code)).launch();

    assertThat(jobs.listener.awaitExitCode(id)).isEqualTo(code);
    assertThat(jobs.listener.heardOf(id)).containsExactly("started " + id, "ended " + id);
    ExitRecord.Ending ending = jobs.listener.awaitExit(id).ending();
    assertThat(form.probableSignal(ending)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 9, 13, 15})
  void tellsTheSignalThatEndedTheProgram(int signal) {
    JobId id = jobs.script("kill -$1 $$", Integer.toString(signal)).launch();

    assertThat(jobs.listener.awaitExitCode(id)).isEqualTo(128 + signal);
    ExitRecord.Ending ending = jobs.listener.awaitExit(id).ending();
    assertThat(form.probableSignal(ending)).contains(signal);
  }

  @Test
  void tellsTimesAndProcessorTime() {
    Instant before = Instant.now();
    JobId id = jobs.script("i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done").launch();

    ExitRecord exit = jobs.listener.awaitExit(id);
    Instant start = jobs.listener.awaitStartTime(id);
    assertThat(start).isBetween(before.minusMillis(100), Instant.now());
    assertThat(exit.at()).isBetween(start, Instant.now().plusMillis(100));
    assertThat(exit.userTime().orElseThrow())
        .isBetween(Duration.ofMillis(20), Duration.ofMinutes(1));
    assertThat(exit.systemTime()).isPresent();
  }

  @Test
  void handsArgumentsOverByteForByte() {
    JobId id = jobs.script("printf '%s\\0' \"$@\"", HOSTILE.toArray(new String[0])).launch();

    assertThat(jobs.listener.awaitExitCode(id)).isZero();
    assertThat(jobs.output(id)).isEqualTo(joined(HOSTILE));
  }

  @Test
  void handsRandomArgumentsOverByteForByte() {
    Random random = new Random(20261124);
    for (int round = 0; round < 20; round++) {
      List<String> arguments = new ArrayList<>();
      for (int count = random.nextInt(12); count >= 0; count--) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(40); length > 0; length--) {
          text.append(HOSTILE.get(random.nextInt(HOSTILE.size())));
          text.append((char) (1 + random.nextInt(0x2fff)));
        }
        arguments.add(text.toString());
      }
      JobId id = jobs.script("printf '%s\\0' \"$@\"", arguments.toArray(new String[0])).launch();

      assertThat(jobs.listener.awaitExitCode(id)).isZero();
      assertThat(jobs.output(id)).as(arguments.toString()).isEqualTo(joined(arguments));
    }
  }

  @Test
  void handsManyAndLongArgumentsOver() {
    List<String> arguments = new ArrayList<>();
    arguments.add("x".repeat(131_000));
    for (int index = 0; index < 3_000; index++) {
      arguments.add("argument number " + index);
    }
    JobId id = jobs.script("printf '%s\\0' \"$@\"", arguments.toArray(new String[0])).launch();

    assertThat(jobs.listener.awaitExitCode(id)).isZero();
    assertThat(jobs.output(id)).isEqualTo(joined(arguments));
  }

  @Test
  void environmentIsWhatTheRequestSaysAndNothingElse() {
    Map<String, String> variables = new TreeMap<>();
    for (int index = 0; index < HOSTILE.size(); index++) {
      variables.put("V" + index, HOSTILE.get(index));
    }
    JobId id = jobs.request("/usr/bin/env", "-0").environment(variables).launch();

    assertThat(jobs.listener.awaitExitCode(id)).isZero();
    Map<String, String> expected = new TreeMap<>(variables);
    expected.put("OPENLAUNCHER_JOB_ID", id.value());
    assertThat(environment(jobs.output(id))).isEqualTo(expected);
  }

  @Test
  void environmentNamesThatMeanSomethingToShellsArrive() {
    Map<String, String> variables = new TreeMap<>();
    List<String> names =
        List.of(
            "a.b",
            "1x",
            "a-b",
            "\u00e9t\u00e9",
            "with blank",
            "q\"uote",
            "back\\slash",
            "dollar$x",
            "new\nline",
            "#hash",
            "'",
            "*",
            "_",
            "IFS",
            "PWD",
            "OLDPWD",
            "SHLVL",
            "PPID",
            "UID",
            "OPTIND",
            "LINENO",
            "PS4",
            "ENV",
            "BASH_ENV",
            "BASH_FUNC_x%%",
            "PATH",
            "HOME",
            "CDPATH",
            "openlauncher_line",
            "openlauncher_1",
            "openlauncher_carried_0",
            "OPENLAUNCHER_X",
            "LC_ALL",
            "POSIXLY_CORRECT",
            "skip",
            "LD_LIBRARY_PATH");
    for (String name : names) {
      variables.put(name, "a value's \"$HOME\" of " + name + "\n");
    }
    variables.put("LC_ALL", "C");
    JobId id = jobs.request("/usr/bin/env", "-0").environment(variables).launch();

    assertThat(jobs.listener.awaitExitCode(id)).isZero();
    Map<String, String> expected = new TreeMap<>(variables);
    expected.put("OPENLAUNCHER_JOB_ID", id.value());
    assertThat(environment(jobs.output(id))).isEqualTo(expected);
  }

  @Test
  void valuesOfVariablesAreNeverSeenAmongArguments() throws IOException {
    Map<String, String> variables = Map.of("odd.name", "top-secret-one", "PLAIN", "top-secret-two");
    JobId id = jobs.request("/bin/sleep", "60").environment(variables).launch();

    JobId waiting = id;
    jobs.listener.awaitStart(waiting);
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        assertThat(ProcessTable.commandLine(Long.parseLong(process.getFileName().toString())))
            .satisfiesAnyOf(
                line -> assertThat(line).isEmpty(),
                line -> assertThat(line.orElseThrow()).doesNotContain("top-secret"));
      }
    }
    try (var left = Files.walk(folder.resolve("run"))) {
      assertThat(left.filter(Files::isRegularFile))
          .allSatisfy(file -> assertThat(file).content().doesNotContain("top-secret"));
    }
  }

  @Test
  void standardInputArrivesWhole() {
    StringBuilder text = new StringBuilder();
    Random random = new Random(7);
    while (text.length() < 4_000_000) {
      text.append((char) random.nextInt(0xd000)).append("line\n");
    }
    JobId id = jobs.request("/bin/cat").input(text.toString()).launch();

    assertThat(jobs.listener.awaitExitCode(id)).isZero();
    assertThat(jobs.output(id)).isEqualTo(text.toString().getBytes(UTF_8));
    assertThat(folder.resolve("run/inputs/" + id)).doesNotExist();
  }

  @Test
  void withoutInputThereIsNothingToRead() {
    JobId id = jobs.script("readlink /proc/self/fd/0; cat").launch();

    assertThat(jobs.listener.awaitExitCode(id)).isZero();
    assertThat(jobs.text(id)).isEqualTo("/dev/null\n");
  }

  @Test
  void onlyTheThreeStandardFilesAreOpen() {
    JobId id = jobs.script("exec ls /proc/self/fd").launch();

    assertThat(jobs.listener.awaitExitCode(id)).isZero();
    // The fourth is the folder that ls reads.
    assertThat(jobs.text(id)).isEqualTo("0\n1\n2\n3\n");
  }

  @Test
  void startsInTheWorkingDirectory() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("a b'c"));
    JobId id = jobs.request("/bin/pwd").workingDirectory(directory).launch();

    assertThat(jobs.listener.awaitExitCode(id)).isZero();
    assertThat(jobs.text(id)).isEqualTo(directory.toRealPath() + "\n");
  }

  @Test
  void findsAProgramOnTheJobsOwnPathAndInTheWorkingDirectory() throws IOException {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Path program = Files.writeString(bin.resolve("-odd=name"), "#!/bin/sh\necho \"ran $0\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));

    JobId byPath =
        jobs.request("-odd=name").environment(Map.of("PATH", "/nowhere:" + bin)).launch();
    JobId byDirectory = jobs.request("./-odd=name").workingDirectory(bin).launch();

    assertThat(jobs.listener.awaitExitCode(byPath)).isZero();
    assertThat(jobs.listener.awaitExitCode(byDirectory)).isZero();
    assertThat(jobs.text(byPath)).isEqualTo("ran " + program + "\n");
    assertThat(jobs.text(byDirectory)).isEqualTo("ran ./-odd=name\n");
  }

  @Test
  void outputFilesAreSeparateEmptiedAndPrivate() throws IOException {
    ProcessRequest request = jobs.script("echo out; echo err >&2").build();
    Path output = request.standardOutput().orElseThrow().path();
    Path errors = request.standardError().orElseThrow().path();
    Files.writeString(output, "an old and longer text");
    jobs.supervisor.launch(request);

    assertThat(jobs.listener.awaitExitCode(request.id())).isZero();
    assertThat(output).hasContent("out\n");
    assertThat(errors).hasContent("err\n");
    assertThat(Files.getPosixFilePermissions(errors))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aKeptFileIsMadeAnewAndPrivate() throws IOException {
    Path kept = Files.writeString(folder.resolve("kept"), "left by a launch that was cut short");
    Path old = Files.createLink(folder.resolve("old"), kept);

    JobId id = jobs.script("echo out >/dev/stdout").keptOutput(kept).launch();

    assertThat(jobs.listener.awaitExitCode(id)).isZero();
    assertThat(kept).hasContent("out\n");
    assertThat(old).hasContent("left by a launch that was cut short");
    assertThat(Files.getPosixFilePermissions(kept))
        .isSubsetOf(PosixFilePermissions.fromString("rw-r-----"));
  }

  @Test
  void sameFileKeepsTheTrueOrder() {
    Path both = folder.resolve("both");
    String script = "i=0; while [ $i -lt 500 ]; do echo o$i; echo e$i >&2; i=$((i+1)); done";
    JobId id = jobs.script(script).output(both).errors(folder.resolve("./both")).launch();

    assertThat(jobs.listener.awaitExitCode(id)).isZero();
    StringBuilder expected = new StringBuilder();
    for (int index = 0; index < 500; index++) {
      expected.append("o" + index + "\ne" + index + "\n");
    }
    assertThat(both).hasContent(expected.toString());
  }

  @Test
  void appliesTheUmask() {
    JobId id = jobs.script("umask; : >$1/made", folder.toString()).umask(027).launch();

    assertThat(jobs.listener.awaitExitCode(id)).isZero();
    assertThat(jobs.text(id)).isEqualTo("0027\n");
  }

  @Test
  void signalsAreAsForAnyProgram() {
    JobId id = jobs.request("grep", "-E", "Sig(Ign|Blk)", "/proc/self/status").launch();

    assertThat(jobs.listener.awaitExitCode(id)).isZero();
    // The C library ignores two signals of its own, 32 and 33, in what it spawns.
    assertThat(jobs.text(id).replace("0000000180000000", "0000000000000000").lines())
        .containsExactlyInAnyOrder("SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000");
  }

  @Test
  void aJobThatKillsItsProcessGroupIsStillAccountedFor() {
    JobId id = jobs.script("kill -9 0").launch();

    assertThat(jobs.listener.awaitExitCode(id)).isEqualTo(137);
  }

  @Test
  void manyJobsAtOnceAllEndAsTheyShould() {
    Map<JobId, Integer> expected = new HashMap<>();
    for (int index = 0; index < 300; index++) {
      int code = index % 256;
      expected.put(jobs.script("exit $1", Integer.toString(code)).launch(), code);
    }

    expected.forEach((id, code) -> assertThat(jobs.listener.awaitExitCode(id)).isEqualTo(code));
  }

  private static byte[] joined(List<String> texts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String text : texts) {
      bytes.writeBytes(text.getBytes(UTF_8));
      bytes.write(0);
    }
    return bytes.toByteArray();
  }

  private static Map<String, String> environment(byte[] output) {
    Map<String, String> variables = new TreeMap<>();
    for (String entry : new String(output, UTF_8).split("\0", 0)) {
      int separator = entry.indexOf('=');
      variables.put(entry.substring(0, separator), entry.substring(separator + 1));
    }
    return variables;
  }
}
