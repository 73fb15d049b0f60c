package org.openlauncher.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.JobOutput;
import org.openlauncher.api.plugin.OutputType;

/**
 * Output is what the job wrote, byte for byte: while it runs and afterwards, from any position, and
 * the same bytes at the same position for ever. What the cluster keeps is removed with the job;
 * what the owner named is the owner's.
 */
public abstract class OutputContract extends PluginContract {
  private static final int LARGE = 10_000_000;
  private static final int PAIRS = 50;
  private static final int ROUNDS = 20;

  @Test
  void aRunningJobsOutputGrowsUnderTheReader() throws IOException {
    requires(OutputType.STDOUT);
    StartedJob job = start(waitAt("gate") + "; echo first; " + waitAt("second") + "; echo second");
    job.awaitRunning();
    try (JobOutput output = job.output(OutputType.STDOUT)) {
      assertThat(output.read(0, ByteBuffer.allocate(10))).as("bytes of nothing yet").isZero();
      assertThat(output.length()).isZero();

      openGate("gate");
      awaitContent(output, "first\n");
      assertThat(output.read(6, ByteBuffer.allocate(10))).as("bytes after the end").isZero();

      openGate("second");
      awaitContent(output, "first\nsecond\n");
      assertThat(output.length()).isEqualTo(13);
    }
    job.awaitFinished(0);
  }

  private void awaitContent(JobOutput output, String expected) {
    await("output " + expected)
        .atMost(underTest().patience().output())
        .untilAsserted(
            () -> assertThat(new String(StartedJob.readAll(output), UTF_8)).isEqualTo(expected));
  }

  @Test
  void stdoutAndStderrAreKeptApart() {
    requires(OutputType.STDOUT);
    requires(OutputType.STDERR);
    StartedJob job = start("echo to stdout; echo to stderr >&2");
    job.awaitFinished(0);

    job.awaitExactly(OutputType.STDOUT, "to stdout\n".getBytes(US_ASCII));
    job.awaitExactly(OutputType.STDERR, "to stderr\n".getBytes(US_ASCII));
  }

  @Test
  void anEndedJobWithoutOutputHasAnEmptyOne() {
    requires(OutputType.STDOUT);
    StartedJob job = start("exit 0");
    job.awaitFinished(0);

    assertThat(job.read(OutputType.STDOUT)).isEmpty();
  }

  @Test
  void outputCanBeReadFromAnyPosition() throws IOException {
    requires(OutputType.STDOUT);
    StartedJob job = start("printf 0123456789");
    job.awaitFinished(0);
    job.awaitExactly(OutputType.STDOUT, "0123456789".getBytes(US_ASCII));

    try (JobOutput output = job.output(OutputType.STDOUT)) {
      for (int position : new int[] {7, 0, 9, 3, 10, 1_000, 5}) {
        ByteBuffer target = ByteBuffer.allocate(4);
        int count = output.read(position, target);
        String expected =
            position >= 10 ? "" : "0123456789".substring(position, Math.min(10, position + 4));
        assertThat(new String(target.array(), 0, target.position(), US_ASCII))
            .as("%d bytes read at %d", count, position)
            .isEqualTo(expected);
        assertThat(count).isEqualTo(expected.length());
      }
    }
  }

  @Test
  void charactersAreNotHarmedByReadsThatSplitThem() throws IOException {
    requires(OutputType.STDOUT);
    String text = "gr\u00fc\u00df Gott \u20ac \ud83d\ude00\n";
    StartedJob job = start("printf " + octal(text.getBytes(UTF_8)));
    job.awaitFinished(0);
    job.awaitExactly(OutputType.STDOUT, text.getBytes(UTF_8));

    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (JobOutput output = job.output(OutputType.STDOUT)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      while (output.read(all.size(), one) > 0) {
        all.write(one.get(0));
        one.clear();
      }
    }
    assertThat(all.toString(UTF_8)).isEqualTo(text);
  }

  @Test
  void everyByteComesThrough() {
    requires(OutputType.STDOUT);
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    StartedJob job = start("printf " + octal(bytes));
    job.awaitFinished(0);

    job.awaitExactly(OutputType.STDOUT, bytes);
  }

  private static String octal(byte[] bytes) {
    return IntStream.range(0, bytes.length)
        .mapToObj(i -> String.format("\\%03o", bytes[i] & 0xff))
        .collect(Collectors.joining("", "'", "'"));
  }

  @Test
  void largeOutputIsComplete() {
    requires(OutputType.STDOUT);
    StartedJob job = start("yes 0123456789abcde | head -c " + LARGE);
    job.awaitFinished(0);

    job.awaitExactly(
        OutputType.STDOUT,
        "0123456789abcde\n".repeat(LARGE / 16 + 1).substring(0, LARGE).getBytes(US_ASCII));
  }

  @Test
  void oneFileForBothKeepsTheTrueOrder() {
    requires(OutputType.MIXED);
    String file = folder().resolve("both").toString();
    StartedJob job =
        start(underTest().command(alternating(PAIRS)).stdoutFile(file).stderrFile(file));
    job.awaitFinished(0);

    byte[] expected = inTrueOrder(PAIRS);
    job.awaitExactly(OutputType.MIXED, expected);
    assertThat(contentOf("both")).isEqualTo(expected);
  }

  /** What the jobs' owner reads in a file; whoever runs the tests may not be allowed to. */
  private byte[] contentOf(String file) {
    StartedJob reader = start("cat " + quoted(file));
    reader.awaitFinished(0);
    return reader.read(OutputType.STDOUT);
  }

  @Test
  void mixedOutputKeepsTheTrueOrderWhereThatIsDeclared() {
    requires(OutputType.MIXED);
    requires(Capabilities.Feature.MIXED_ORDER);
    StartedJob job = start(alternating(PAIRS));
    job.awaitFinished(0);

    job.awaitExactly(OutputType.MIXED, inTrueOrder(PAIRS));
  }

  private static String alternating(int pairs) {
    return "i=0; while [ $i -lt " + pairs + " ]; do echo a; echo 1 >&2; i=$((i+1)); done";
  }

  private static byte[] inTrueOrder(int pairs) {
    return "a\n1\n".repeat(pairs).getBytes(US_ASCII);
  }

  @Test
  void mixedOutputHoldsEverythingOnceAndNeverChanges() throws IOException {
    requires(OutputType.MIXED);
    StartedJob job =
        start(
            IntStream.range(0, ROUNDS)
                .mapToObj(i -> waitAt("gate" + i) + "; printf abc" + "; printf 123 >&2")
                .collect(Collectors.joining("; ")));
    job.awaitRunning();

    String before = "";
    for (int i = 0; i < ROUNDS; i++) {
      openGate("gate" + i);
      int expected = 6 * (i + 1);
      await("mixed output of round " + i)
          .atMost(underTest().patience().output())
          .until(() -> job.read(OutputType.MIXED).length == expected);
      String now = job.readText(OutputType.MIXED);
      assertThat(now).startsWith(before);
      before = now;
    }

    job.awaitFinished(0);
    String whole = job.readText(OutputType.MIXED);
    assertThat(whole).startsWith(before);
    assertThat(whole.replaceAll("[0-9]", "")).isEqualTo("abc".repeat(ROUNDS));
    assertThat(whole.replaceAll("[a-z]", "")).isEqualTo("123".repeat(ROUNDS));
    assertReadableAnywhere(job, whole);
  }

  private static void assertReadableAnywhere(StartedJob job, String whole) throws IOException {
    try (JobOutput output = job.output(OutputType.MIXED)) {
      assertThat(output.length()).isEqualTo(whole.length());
      for (int position = whole.length() - 1; position >= 0; position--) {
        ByteBuffer target = ByteBuffer.allocate(1);
        assertThat(output.read(position, target)).isEqualTo(1);
        assertThat((char) target.get(0)).as("at %d", position).isEqualTo(whole.charAt(position));
      }
    }
  }

  @Test
  void mixedOutputOfAnEndedJobThatNobodyReadIsComplete() {
    requires(OutputType.MIXED);
    StartedJob job = start("printf abc; printf 123 >&2");
    job.awaitFinished(0);

    await("mixed output")
        .atMost(underTest().patience().output())
        .untilAsserted(
            () ->
                assertThat(
                        Stream.of(job.readText(OutputType.MIXED).split("", -1))
                            .sorted()
                            .collect(Collectors.joining()))
                    .isEqualTo("123abc"));
    assertThat(job.read(OutputType.MIXED)).isEqualTo(job.read(OutputType.MIXED));
  }

  @Test
  void filesThatTheOwnerNamesAreUsedAndStay() {
    requires(OutputType.STDOUT);
    Path out = folder().resolve("named $1.out");
    Path err = folder().resolve("named $1.err");
    start("echo from an earlier and longer job >" + quoted("named $1.out")).awaitFinished(0);
    StartedJob job =
        start(
            underTest()
                .command("echo to stdout; echo to stderr >&2")
                .stdoutFile(out.toString())
                .stderrFile(err.toString()));
    job.awaitFinished(0);

    job.awaitExactly(OutputType.STDOUT, "to stdout\n".getBytes(US_ASCII));
    assertThat(job.launch().stdoutFile()).contains(out.toString());
    assertThat(job.launch().stderrFile()).contains(err.toString());
    cluster().cluster().forget(job.remembered());
    assertThat(contentOf("named $1.out")).asString(UTF_8).isEqualTo("to stdout\n");
    assertThat(contentOf("named $1.err")).asString(UTF_8).isEqualTo("to stderr\n");
  }

  @Test
  void forgettingRemovesWhatIsKeptAndCanBeRepeated() {
    requires(OutputType.STDOUT);
    StartedJob job = start("echo kept");
    job.awaitFinished(0);
    job.awaitText(OutputType.STDOUT, "kept");
    Optional<Path> kept = job.launch().stdoutFile().map(Path::of);

    cluster().cluster().forget(job.remembered());

    kept.ifPresent(file -> assertThat(file).doesNotExist());
    assertThatExceptionOfType(LauncherException.class)
        .isThrownBy(() -> job.read(OutputType.STDOUT))
        .extracting(LauncherException::code)
        .isEqualTo(ErrorCode.JOB_OUTPUT_NOT_FOUND);
    assertThatNoException().isThrownBy(() -> cluster().cluster().forget(job.remembered()));
  }

  @Test
  void forgettingOneJobLeavesTheOthersAlone() {
    requires(OutputType.STDOUT);
    StartedJob one = start("echo one");
    StartedJob other = start("echo other");
    one.awaitFinished(0);
    other.awaitFinished(0);

    cluster().cluster().forget(one.remembered());

    other.awaitExactly(OutputType.STDOUT, "other\n".getBytes(US_ASCII));
  }
}
