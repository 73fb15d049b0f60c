package org.openlauncher.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.plugin.OutputType;

/**
 * Data stays data: arguments, environment, input, names and folders arrive byte for byte, whatever
 * a shell, a template or a file format on the way might make of them.
 */
public abstract class HostileInputContract extends PluginContract {
  private static final int LARGE = 1_000_000;

  /** Texts that have hurt launchers before. */
  static List<String> hostileTexts() {
    return List.of(
        "",
        " ",
        "two words",
        "'",
        "''; touch hurt; '",
        "\"; touch hurt; \"",
        "$(touch hurt)",
        "`touch hurt`",
        "${HOME} $HOME %HOME% {{HOME}} {HOME}",
        "*",
        "?[a-z]{a,b}",
        "~root",
        "--help",
        "-",
        "-n",
        "-e \\t \\0 \\x41",
        "\\",
        "\\\\'\\\"",
        "line one\nline two\n",
        "\n",
        "\r\n",
        "\t\u0001\u001b[31m\u007f",
        "#!/bin/sh",
        "# comment",
        "a=b=c",
        ";|&<>()!",
        "EOF\nEOF\n",
        "gr\u00fc\u00df Gott \u20ac \ud83d\ude00",
        "../../etc/passwd",
        "%s%n%1$s",
        "x".repeat(10_000));
  }

  @Test
  void argumentsOfAProgramArriveByteForByte() {
    requires(OutputType.STDOUT);
    List<String> args = List.of("-c", "printf '%s\\0' \"$@\"", "sh");
    List<String> hostile = hostileTexts();

    StartedJob job =
        start(
            underTest()
                .program(
                    "/bin/sh",
                    IntStream.range(0, args.size() + hostile.size())
                        .mapToObj(i -> i < args.size() ? args.get(i) : hostile.get(i - args.size()))
                        .toList()));

    job.awaitFinished(0);
    job.awaitExactly(OutputType.STDOUT, endedByNul(hostile));
  }

  @Test
  void argumentsAreAppendedToACommandByteForByte() {
    requires(OutputType.STDOUT);
    StartedJob job = start(underTest().command("printf '%s\\0' first").args(hostileTexts()));

    job.awaitFinished(0);
    job.awaitExactly(
        OutputType.STDOUT,
        ("first\0" + new String(endedByNul(hostileTexts()), UTF_8)).getBytes(UTF_8));
  }

  private static byte[] endedByNul(List<String> texts) {
    return (String.join("\0", texts) + "\0").getBytes(UTF_8);
  }

  @Test
  void theEnvironmentArrivesByteForByte() {
    requires(OutputType.STDOUT);
    List<String> hostile = hostileTexts();
    List<EnvironmentVariable> variables =
        IntStream.range(0, hostile.size())
            .mapToObj(i -> new EnvironmentVariable("HOSTILE_" + i, hostile.get(i)))
            .toList();

    StartedJob job = start(underTest().program("env", List.of("-0")).environment(variables));

    job.awaitFinished(0);
    List<String> seen = List.of(job.readText(OutputType.STDOUT).split("\0", -1));
    assertThat(seen).containsAll(variables.stream().map(v -> v.name() + "=" + v.value()).toList());
  }

  @Test
  void ofTwoVariablesWithOneNameTheLaterOneCounts() {
    requires(OutputType.STDOUT);
    StartedJob job =
        start(
            underTest()
                .command("printf %s \"$COLOUR\"")
                .environment(
                    List.of(
                        new EnvironmentVariable("COLOUR", "red"),
                        new EnvironmentVariable("COLOUR", "blue"))));

    job.awaitFinished(0);
    job.awaitExactly(OutputType.STDOUT, "blue".getBytes(UTF_8));
  }

  @Test
  void aNameThatNoShellKnowsIsStillAVariable() {
    requires(OutputType.STDOUT);
    StartedJob job =
        start(
            underTest()
                .program("env", List.of("-0"))
                .environment(List.of(new EnvironmentVariable("dotted.name-1", "value"))));

    job.awaitFinished(0);
    assertThat(job.readText(OutputType.STDOUT).split("\0", -1)).contains("dotted.name-1=value");
  }

  @ParameterizedTest
  @MethodSource("hostileTexts")
  void standardInputArrivesByteForByte(String input) {
    requires(OutputType.STDOUT);
    StartedJob job = start(underTest().command("cat").stdin(input));

    job.awaitFinished(0);
    job.awaitExactly(OutputType.STDOUT, input.getBytes(UTF_8));
  }

  @Test
  void largeStandardInputArrives() {
    requires(OutputType.STDOUT);
    String input = "0123456789abcde\n".repeat(LARGE / 16);
    StartedJob job = start(underTest().command("cat").stdin(input));

    job.awaitFinished(0);
    job.awaitExactly(OutputType.STDOUT, input.getBytes(UTF_8));
  }

  @Test
  void withoutInputThereIsNothingToRead() {
    requires(OutputType.STDOUT);
    StartedJob job = start("cat; echo end");

    job.awaitFinished(0);
    job.awaitExactly(OutputType.STDOUT, "end\n".getBytes(UTF_8));
  }

  @ParameterizedTest
  @MethodSource("hostileTexts")
  void namesAndTagsAreOnlyWords(String word) {
    StartedJob job = start(underTest().command("exit 3").name(word).tags(List.of(word)));

    job.awaitFinished(3);
  }

  @ParameterizedTest
  @MethodSource("hostileFolders")
  void theWorkingDirectoryIsTakenLiterally(String name) throws IOException {
    requires(OutputType.STDOUT);
    Path workingDirectory = Files.createDirectory(folder().resolve(name));
    StartedJob job =
        start(underTest().command("pwd -P").workingDirectory(workingDirectory.toString()));

    job.awaitFinished(0);
    job.awaitExactly(OutputType.STDOUT, (workingDirectory + "\n").getBytes(UTF_8));
  }

  static List<String> hostileFolders() {
    return List.of("two words", "it's", "$(touch hurt)", "-n", "line\nbreak", "*", "a;b");
  }

  @Test
  void aScriptIsTakenAsItStands() {
    requires(OutputType.STDOUT);
    StartedJob job = start("cat <<'END'\n$HOME `id` \\ \"'\nEND\necho \"$((1 + 1))\" # done");

    job.awaitFinished(0);
    job.awaitExactly(OutputType.STDOUT, "$HOME `id` \\ \"'\n2\n".getBytes(UTF_8));
  }
}
