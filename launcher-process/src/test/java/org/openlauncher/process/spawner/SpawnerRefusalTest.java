package org.openlauncher.process.spawner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SpawnerRefusalTest {
  private static final String JOB_ID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  private static final int NO_SUCH_FILE = 2;
  private static final int TOO_LONG = 7;
  private static final int BAD_DESCRIPTOR = 9;
  private static final int DENIED = 13;
  private static final int EXISTS = 17;
  private static final int NOT_A_FOLDER = 20;
  private static final int IS_A_FOLDER = 21;
  private static final int FILE_TOO_LARGE = 27;
  private static final int LOOP = 40;

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

  private static Path permissions(Path file, String permissions) throws IOException {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  /** The launch is refused with this word and errno, the record says so, nothing has started. */
  private static WireAnswer assertRefused(Launch launch, String word, int error) {
    WireAnswer answer = launch.ask();
    assertThat(answer.refusal()).isEqualTo(word);
    assertThat(answer.number(Wire.ERROR_NUMBER)).isEqualTo(error);
    assertThat(answer.message()).endsWith(".").isPrintable();
    if (!word.equals("record") && !word.equals("bad-request")) {
      assertThat(launch.record().awaitEnd()).isEqualTo("refused " + word + " " + error + " .");
    }
    return answer;
  }

  private static WireRequest launchWithout(int missing) {
    WireRequest request = new WireRequest(Wire.LAUNCH);
    addUnless(request, missing, Wire.USER, "alice");
    addUnless(request, missing, Wire.JOB_ID, JOB_ID);
    addUnless(request, missing, Wire.TOKEN, "token");
    addUnless(request, missing, Wire.BOOT_ID, "boot");
    addUnless(request, missing, Wire.RECORD, "/nonexistent/record");
    addUnless(request, missing, Wire.ARGUMENT, "true");
    addUnless(request, missing, Wire.DIRECTORY, "/");
    return missing == Wire.UMASK ? request : request.number(Wire.UMASK, 022);
  }

  private static void addUnless(WireRequest request, int missing, int tag, String text) {
    if (tag != missing) {
      request.text(tag, text);
    }
  }

  private static WireRequest launch() {
    return launchWithout(0);
  }

  private static WireRequest signal() {
    return new WireRequest(Wire.SIGNAL).text(Wire.USER, "alice");
  }

  private static Arguments bad(String what, WireRequest request, String told) {
    return Arguments.of(what, request, told);
  }

  private static Stream<Arguments> badRequests() {
    Stream<Arguments> missing =
        Stream.of(
                Wire.USER,
                Wire.JOB_ID,
                Wire.TOKEN,
                Wire.BOOT_ID,
                Wire.RECORD,
                Wire.ARGUMENT,
                Wire.DIRECTORY,
                Wire.UMASK)
            .map(tag -> bad("field " + tag + " missing", launchWithout(tag), "is missing"));
    return Stream.concat(
        missing,
        Stream.of(
            bad("unknown kind", new WireRequest(99), "no request of kind 99"),
            bad("kind of an answer", new WireRequest(Wire.HELLO), "no request of kind 128"),
            bad("free kind", new WireRequest(6), "no request of kind 6"),
            bad("unknown field", launch().text(200, "x"), "unknown field 200"),
            bad("field of another kind", launch().number(Wire.FILE, 1), "unknown field 31"),
            bad("twice", launch().text(Wire.USER, "bob"), "user came twice"),
            bad("NUL", launchWithout(Wire.DIRECTORY).text(Wire.DIRECTORY, "/a\0b"), "a NUL"),
            bad("NUL in an argument", launch().text(Wire.ARGUMENT, "a\0b"), "a NUL"),
            bad("short number", launch().bytes(Wire.MERGED, new byte[4]), "8 bytes"),
            bad("long number", launch().bytes(Wire.MERGED, new byte[9]), "8 bytes"),
            bad("merged", launch().number(Wire.MERGED, 2), "from 0 to 1"),
            bad("umask", launchWithout(Wire.UMASK).number(Wire.UMASK, 01000), "from 0 to 511"),
            bad("negative umask", launchWithout(Wire.UMASK).number(Wire.UMASK, -1), "from 0"),
            bad("job id too short", launchWithout(Wire.JOB_ID).text(Wire.JOB_ID, "01A"), "job-id"),
            bad(
                "job id with a letter that is none",
                launchWithout(Wire.JOB_ID).text(Wire.JOB_ID, JOB_ID.replace('A', 'I')),
                "job-id"),
            bad(
                "job id with a path",
                launchWithout(Wire.JOB_ID).text(Wire.JOB_ID, "../../../../../../../../../"),
                "job-id"),
            bad("token", launchWithout(Wire.TOKEN).text(Wire.TOKEN, "a b"), "token"),
            bad("long token", launchWithout(Wire.TOKEN).text(Wire.TOKEN, "a".repeat(65)), "token"),
            bad("boot id", launchWithout(Wire.BOOT_ID).text(Wire.BOOT_ID, "a\n"), "boot-id"),
            bad("record", launchWithout(Wire.RECORD).text(Wire.RECORD, "relative"), "record"),
            bad("directory", launchWithout(Wire.DIRECTORY).text(Wire.DIRECTORY, ""), "directory"),
            bad("output", launch().text(Wire.OUTPUT, "relative"), "output is no absolute path"),
            bad("long path", launch().text(Wire.OUTPUT, "/" + "x".repeat(4095)), "output"),
            bad("program", launchWithout(Wire.ARGUMENT).text(Wire.ARGUMENT, ""), "name a program"),
            bad("variable", launch().text(Wire.VARIABLE, "NAME"), "NAME=value"),
            bad("variable without name", launch().text(Wire.VARIABLE, "=x"), "NAME=value"),
            bad(
                "two outputs",
                launch().text(Wire.OUTPUT, "/a").text(Wire.KEPT_OUTPUT, "/b"),
                "must not come with output"),
            bad(
                "two errors",
                launch().text(Wire.ERRORS, "/a").text(Wire.KEPT_ERRORS, "/b"),
                "must not come with errors"),
            bad(
                "merged with errors",
                launch().number(Wire.MERGED, 1).text(Wire.ERRORS, "/a"),
                "must not come with errors"),
            bad("no memory", launch().number(Wire.MEMORY_BYTES, 0), "limit-memory-bytes"),
            bad("no time", launch().number(Wire.PROCESSOR_SECONDS, 0), "limit-processor-seconds"),
            bad("profile with a path", launch().text(Wire.PAM_PROFILE, "../x"), "pam-profile"),
            bad("profile", launch().text(Wire.SESSION_PAM_PROFILE, ""), "session-pam-profile"),
            bad("user", new WireRequest(Wire.LOOK_UP).text(Wire.USER, ""), "user"),
            bad("user with a colon", new WireRequest(Wire.LOOK_UP).text(Wire.USER, "a:b"), "user"),
            bad("user with a line", new WireRequest(Wire.LOOK_UP).text(Wire.USER, "a\nb"), "user"),
            bad("shim", signal().number(Wire.SHIM_ID, 0), "shim-id must be from 1"),
            bad("shim -1", signal().number(Wire.SHIM_ID, -1), "shim-id must be from 1"),
            bad(
                "operation",
                signal()
                    .number(Wire.SHIM_ID, 1)
                    .number(Wire.SHIM_START, 1)
                    .number(Wire.OPERATION, 5),
                "operation must be from 1 to 4"),
            bad(
                "length 0",
                new WireRequest(Wire.READ)
                    .number(Wire.FILE, 1)
                    .number(Wire.OFFSET, 0)
                    .number(Wire.LENGTH, 0),
                "length must be from 1"),
            bad(
                "length",
                new WireRequest(Wire.READ)
                    .number(Wire.FILE, 1)
                    .number(Wire.OFFSET, 0)
                    .number(Wire.LENGTH, Wire.READ_LENGTH_MOST + 1),
                "length must be from 1"),
            bad(
                "offset",
                new WireRequest(Wire.READ).number(Wire.FILE, 1).number(Wire.OFFSET, -1),
                "offset must be from 0"),
            bad("half a field", launch().rubbish(1, 2, 3), "ends within a field"),
            bad("field too long", launch().rubbish(9, 1, 0, 0, 0), "1 bytes, of which 0"),
            bad("field far too long", launch().rubbish(9, 255, 255, 255, 255, 0), "4294967295")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badRequests")
  void badRequest(String what, WireRequest request, String told) {
    WireAnswer answer = spawner.client().ask(request);

    assertThat(answer.refusal()).as(what).isEqualTo("bad-request");
    assertThat(answer.message()).contains(told);
    assertThat(answer.number(Wire.ERROR_NUMBER)).isZero();
    spawner.lookUp(spawner.user()).require(Wire.ACCOUNT);
  }

  @Test
  void requestWithNumberZero() {
    spawner.client().sendRaw(new WireRequest(Wire.LOOK_UP).text(Wire.USER, "alice").frame(0));

    WireAnswer answer = spawner.client().unasked();
    assertThat(answer.number()).isZero();
    assertThat(answer.refusal()).isEqualTo("bad-request");
  }

  @Test
  void unknownUser() {
    WireAnswer answer =
        assertRefused(spawner.launch("true").user("no-such-user"), "user-unknown", 0);

    assertThat(answer.message()).contains("no-such-user");
    assertThat(spawner.open("no-such-user", folder).refusal()).isEqualTo("user-unknown");
    assertThat(spawner.lookUp("no-such-user").refusal()).isEqualTo("user-unknown");
  }

  @Test
  void otherUser() {
    WireAnswer answer = assertRefused(spawner.launch("true").user("daemon"), "user-not-allowed", 0);

    assertThat(answer.message()).contains("daemon", "runs as " + spawner.user());
    assertThat(spawner.open("daemon", folder).refusal()).isEqualTo("user-not-allowed");
    assertThat(spawner.lookUp("daemon").refusal()).isEqualTo("user-not-allowed");
    StartedJob job = spawner.launch("sleep", "1000").start();
    assertThat(job.signal("daemon", Wire.KILL).refusal()).isEqualTo("user-not-allowed");
  }

  @Test
  void recordWithAnotherToken() {
    Launch launch = spawner.launch("true").token("another");

    assertRefused(launch, "record", 0);
    assertThat(launch.record().lines()).isEmpty();
  }

  @Test
  void recordThatWasUsed() {
    Launch launch = spawner.launch("true");
    assertThat(launch.run()).isEqualTo("ended 0 .");
    List<String> lines = launch.record().lines();

    assertRefused(launch, "record", 0);
    assertThat(launch.record().lines()).isEqualTo(lines);
  }

  @Test
  void recordThatIsInUse() {
    Launch launch = spawner.launch("sleep", "1000");
    launch.start();

    assertThat(assertRefused(launch, "record", 0).message()).contains("another shim");
  }

  @Test
  void recordThatIsNotThere() {
    assertRefused(spawner.launch("true").record(folder.resolve("none")), "record", NO_SUCH_FILE);
  }

  @Test
  void recordBehindALink() throws IOException {
    Launch launch = spawner.launch("true");
    Path link = Files.createSymbolicLink(spawner.records().resolve("link"), launch.record().path());

    assertRefused(launch.record(link), "record", LOOP);
  }

  @Test
  void recordWithTwoNames() throws IOException {
    Launch launch = spawner.launch("true");
    Files.createLink(spawner.records().resolve("other"), launch.record().path());

    assertRefused(launch, "record", 0);
  }

  @Test
  void recordOfAnotherSize() {
    Path file = spawner.records().resolve("large");
    RecordFile.create(file, Wire.RECORD_SIZE + 1);

    assertRefused(spawner.launch("true").record(file), "record", 0);
  }

  @Test
  void recordInAFolderThatOthersCanWrite() throws IOException {
    permissions(spawner.records(), "rwxrwxrwx");

    assertThat(assertRefused(spawner.launch("true"), "record", 0).message()).contains("folder");
  }

  @Test
  void recordThatIsAFolder() {
    assertRefused(spawner.launch("true").record(folder), "record", IS_A_FOLDER);
  }

  @Test
  void directory() throws IOException {
    Path none = folder.resolve("none");
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(
            assertRefused(spawner.launch("true").directory(none), "directory", NO_SUCH_FILE)
                .message())
        .contains(none.toString());
    assertRefused(spawner.launch("true").directory(file), "directory", NOT_A_FOLDER);
  }

  @Test
  void directoryThatMustNotBeEntered() throws IOException {
    assumeFalse(spawner.user().equals("root"), "root may enter any folder");
    Path closed = permissions(Files.createDirectory(folder.resolve("closed")), "---------");

    assertRefused(spawner.launch("true").directory(closed), "directory", DENIED);
  }

  @Test
  void inputThatIsLargerThanFilesMayBe() throws IOException {
    Path place = Files.createDirectory(folder.resolve("limited"));
    try (TestedSpawner limited =
        TestedSpawner.unprivileged(
            place,
            List.of(
                "/bin/sh",
                "-c",
                "ulimit -f 100; exec \"$@\"",
                "sh",
                TestedSpawner.binary().toString(),
                "--unprivileged"))) {
      assertRefused(limited.launch("true").input("x".repeat(1_000_000)), "input", FILE_TOO_LARGE);
      assertThat(limited.launch("true").input("x").run()).isEqualTo("ended 0 .");
    }
  }

  @Test
  void output() throws IOException {
    Path none = folder.resolve("none").resolve("file");
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().onExit().join().exitValue())
        .isZero();

    assertThat(assertRefused(spawner.launch("true").output(none), "output", NO_SUCH_FILE).message())
        .contains(none.toString());
    assertRefused(spawner.launch("true").output(folder), "output", IS_A_FOLDER);
    assertRefused(spawner.launch("true").output(Path.of("/")), "output", IS_A_FOLDER);
    assertRefused(spawner.launch("true").text(Wire.OUTPUT, folder + "/"), "output", IS_A_FOLDER);
    assertRefused(spawner.launch("true").text(Wire.OUTPUT, folder + "/.."), "output", IS_A_FOLDER);
    assertRefused(spawner.launch("true").output(pipe), "output", 0);
    assertRefused(spawner.launch("true").output(Path.of("/etc/passwd/x")), "output", NOT_A_FOLDER);
  }

  @Test
  void errors() throws IOException {
    Path none = folder.resolve("none").resolve("file");

    assertThat(assertRefused(spawner.launch("true").errors(none), "errors", NO_SUCH_FILE).message())
        .contains(none.toString());
    assertRefused(spawner.launch("true").errors(folder), "errors", IS_A_FOLDER);
  }

  @Test
  void outputInASharedFolder() throws IOException {
    Path shared = permissions(Files.createDirectory(folder.resolve("shared")), "rwxrwxrwx");
    Path target = Files.writeString(folder.resolve("target"), "precious");
    Path link = Files.createSymbolicLink(shared.resolve("link"), target);
    Path hardLink = Files.createLink(shared.resolve("hard"), target);

    assertRefused(spawner.launch("true").output(link), "output", LOOP);
    assertRefused(spawner.launch("true").output(hardLink), "output", 1);
    assertThat(target).hasContent("precious");
    assertThat(spawner.launch("true").output(shared.resolve("new")).run()).isEqualTo("ended 0 .");
    assertThat(spawner.launch("true").output(shared.resolve("new")).run()).isEqualTo("ended 0 .");
  }

  @Test
  void keptFileThatExistsAlready() throws IOException {
    Path kept = Files.writeString(folder.resolve("kept"), "precious");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));

    assertRefused(spawner.launch("true").text(Wire.KEPT_OUTPUT, kept.toString()), "output", EXISTS);
    assertRefused(spawner.launch("true").text(Wire.KEPT_ERRORS, kept.toString()), "errors", EXISTS);
    assertRefused(spawner.launch("true").text(Wire.KEPT_OUTPUT, link.toString()), "output", EXISTS);
    assertThat(kept).hasContent("precious");
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  @Test
  void keptFileInAFolderThatOthersCanWrite() throws IOException {
    Path shared = permissions(Files.createDirectory(folder.resolve("shared")), "rwxrwxr-x");

    assertRefused(
        spawner.launch("true").text(Wire.KEPT_OUTPUT, shared.resolve("kept").toString()),
        "output",
        0);
    assertThat(shared).isEmptyDirectory();
  }

  @Test
  void programThatIsNotThere() throws IOException {
    Path script =
        permissions(
            Files.writeString(folder.resolve("script"), "#!/no/such/interpreter\n"), "rwxr-xr-x");

    assertThat(
            assertRefused(spawner.launch("no-such-program"), "program-not-found", NO_SUCH_FILE)
                .message())
        .contains("no-such-program", "/usr/bin:/bin");
    assertRefused(spawner.launch("/no/such/program"), "program-not-found", NO_SUCH_FILE);
    assertThat(
            assertRefused(spawner.launch(script.toString()), "program-not-found", NO_SUCH_FILE)
                .message())
        .contains("interpreter");
    assertRefused(
        spawner.launch("script").noVariables().variable("PATH=" + folder),
        "program-not-found",
        NO_SUCH_FILE);
  }

  @Test
  void programThatIsNotExecutable() throws IOException {
    Path file = Files.createFile(folder.resolve("odd-file"));

    assertRefused(spawner.launch(file.toString()), "program-not-executable", DENIED);
    assertRefused(spawner.launch(folder.toString()), "program-not-executable", DENIED);
    assertRefused(
        spawner.launch("odd-file").noVariables().variable("PATH=/nonexistent:" + folder + ":/bin"),
        "program-not-executable",
        DENIED);
  }

  @Test
  void programOfAnUnknownFormat() throws IOException {
    Path file = permissions(Files.writeString(folder.resolve("odd-file"), "text"), "rwxr-xr-x");

    assertRefused(spawner.launch(file.toString()), "program-format", 8);
    assertRefused(
        spawner.launch("odd-file").noVariables().variable("PATH=" + folder), "program-format", 8);
  }

  @Test
  void failedExecComesAfterTheStartInTheRecord() {
    Launch launch = spawner.launch("no-such-program");
    launch.ask();

    launch.record().awaitEnd();
    assertThat(launch.record().lines()).hasSize(2);
    assertThat(launch.record().lines().get(0)).startsWith("started ");
  }

  @Test
  void resources() {
    assertRefused(spawner.launch("true", "x".repeat(200_000)), "resources", TOO_LONG);
  }

  @Test
  void pam() {
    assertRefused(spawner.launch("true").text(Wire.PAM_PROFILE, "su"), "pam", 0);
    assertRefused(spawner.launch("true").text(Wire.SESSION_PAM_PROFILE, "su"), "pam", 0);
  }

  @Test
  void shimThatIsNone() {
    StartedJob job = spawner.launch("sleep", "1000").start();
    long start = job.answer().number(Wire.SHIM_START);

    assertThat(signal(4_000_000, start, JOB_ID)).isEqualTo("no-such-shim");
    assertThat(signal(job.shimId(), start + 1, JOB_ID)).isEqualTo("no-such-shim");
    assertThat(signal(job.shimId(), start, JOB_ID)).isEqualTo("no-such-shim");
    assertThat(signal(job.processId(), job.answer().number(Wire.PROCESS_START), JOB_ID))
        .isEqualTo("no-such-shim");
    assertThat(StartedJob.runs(job.processId())).isTrue();
  }

  private String signal(long process, long start, String jobId) {
    return spawner
        .client()
        .ask(
            new WireRequest(Wire.SIGNAL)
                .text(Wire.USER, spawner.user())
                .text(Wire.JOB_ID, jobId)
                .number(Wire.SHIM_ID, process)
                .number(Wire.SHIM_START, start)
                .number(Wire.OPERATION, Wire.KILL))
        .refusal();
  }

  @Test
  void file() throws IOException {
    Path none = folder.resolve("none");
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().onExit().join().exitValue())
        .isZero();

    WireAnswer answer = spawner.open(spawner.user(), none);
    assertThat(answer.refusal()).isEqualTo("file");
    assertThat(answer.number(Wire.ERROR_NUMBER)).isEqualTo(NO_SUCH_FILE);
    assertThat(answer.message()).contains(none.toString());
    assertThat(spawner.open(spawner.user(), folder).number(Wire.ERROR_NUMBER))
        .isEqualTo(IS_A_FOLDER);
    assertThat(spawner.open(spawner.user(), pipe).message()).contains("not a plain file");
    assertThat(spawner.read(77, 0, 1).number(Wire.ERROR_NUMBER)).isEqualTo(BAD_DESCRIPTOR);
    assertThat(spawner.read(0, 0, 1).refusal()).isEqualTo("file");
    assertThat(spawner.closeFile(77).refusal()).isEqualTo("file");
  }

  @Test
  void messageHoldsNoControlCharacters() {
    WireAnswer answer = spawner.launch("true").directory(Path.of("/none\u001b[31m\n\u007f")).ask();

    assertThat(answer.bytes(Wire.MESSAGE)).doesNotContain(new byte[] {0x1b, 0x0a, 0x7f});
    assertThat(new String(answer.bytes(Wire.MESSAGE), StandardCharsets.UTF_8))
        .contains("/none?[31m??");
  }
}
