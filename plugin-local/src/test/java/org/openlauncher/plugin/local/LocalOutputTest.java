package org.openlauncher.plugin.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.plugin.JobOutput;
import org.openlauncher.api.plugin.Launch;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.plugin.LaunchedJob;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.api.plugin.Search;
import org.openlauncher.process.testing.LauncherForm;

@ParameterizedClass
@EnumSource(names = {"SHELL", "SPAWNER"})
final class LocalOutputTest {
  @TempDir Path folder;
  private LocalJobs jobs;

  private final LauncherForm form;

  LocalOutputTest(LauncherForm form) {
    this.form = form;
  }

  @BeforeEach
  void open() {
    jobs = new LocalJobs(form, folder);
  }

  @AfterEach
  void close() {
    jobs.close();
  }

  private Path kept(LaunchedJob job, String suffix) {
    return jobs.context
        .scratchFolder()
        .resolve("output")
        .resolve(jobs.self().name())
        .resolve(job.id() + suffix);
  }

  @Test
  void unspecifiedOutputIsKeptForTheOwnerAlone() throws IOException {
    LaunchedJob job = jobs.script("echo out; echo err >&2");
    jobs.awaitEnd(job);
    assertThat(jobs.text(job, OutputType.STDOUT)).isEqualTo("out\n");
    assertThat(jobs.text(job, OutputType.STDERR)).isEqualTo("err\n");
    assertThat(jobs.text(job, OutputType.MIXED)).isEqualTo("out\nerr\n");
    for (String suffix : List.of(".stdout", ".stderr", ".mixed")) {
      assertThat(mode(kept(job, suffix))).isEqualTo("rw-------");
    }
    Path ofOwner = jobs.context.scratchFolder().resolve("output").resolve(jobs.self().name());
    assertThat(mode(ofOwner)).isEqualTo("rwx------");
    assertThat(mode(ofOwner.resolve(".."))).isEqualTo("rwx------");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void namedFilesGetTheOutputAndStayWhenTheJobIsForgotten() {
    Path output = folder.resolve("out\nwith \\n line");
    LaunchRequest request =
        jobs.request(
            builder -> builder.command("echo out; echo err >&2").stdoutFile(output.toString()));
    Launch launch = jobs.cluster.submit(request);
    assertThat(launch.stdoutFile()).contains(output.toString());
    LaunchedJob job = jobs.submit(request);
    assertThat(launch.stderrFile()).contains(kept(job, ".stderr").toString());
    jobs.awaitEnd(job);
    assertThat(jobs.text(job, OutputType.STDOUT)).isEqualTo("out\n");
    assertThat(jobs.text(job, OutputType.MIXED)).isEqualTo("out\nerr\n");
    jobs.cluster.forget(job);
    jobs.cluster.forget(job);
    assertThat(output).hasContent("out");
    assertThat(kept(job, ".stderr").getParent()).isEmptyDirectory();
    assertThatThrownBy(() -> jobs.cluster.output(job, OutputType.STDERR))
        .isInstanceOfSatisfying(
            LauncherException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.JOB_OUTPUT_NOT_FOUND));
    assertThat(jobs.cluster.find(request)).isInstanceOf(Search.Absent.class);
  }

  @Test
  void oneFileForBothIsInTrueOrder() {
    String file = folder.resolve("both").toString();
    LaunchedJob job =
        jobs.submit(
            builder ->
                builder
                    .command("for i in 1 2 3; do echo o$i; echo e$i >&2; done")
                    .stdoutFile(file)
                    .stderrFile(file));
    jobs.awaitEnd(job);
    for (OutputType type : OutputType.values()) {
      assertThat(jobs.text(job, type)).isEqualTo("o1\ne1\no2\ne2\no3\ne3\n");
    }
  }

  @Test
  void mixedOutputKeepsItsOrderOverARestart() throws IOException {
    Path pipe = folder.resolve("go");
    LaunchedJob job =
        jobs.submit(
            builder ->
                builder
                    .command(
                        "wait_for() { until [ -e \"$GO$1\" ]; do sleep 0.02; done; }\n"
                            + "echo e1 >&2; wait_for 1; echo o1; wait_for 2; echo e2 >&2;"
                            + " wait_for 3; echo o2")
                    .environment(List.of(new EnvironmentVariable("GO", pipe.toString()))));
    try (JobOutput mixed = jobs.cluster.output(job, OutputType.MIXED)) {
      LocalJobs.awaitTrue(() -> mixed.length() == 3);
      assertThat(LocalJobs.text(mixed, 0)).isEqualTo("e1\n");
      Files.createFile(folder.resolve("go1"));
      LocalJobs.awaitTrue(() -> mixed.length() == 6);
      Files.createFile(folder.resolve("go2"));
      LocalJobs.awaitTrue(() -> mixed.length() == 9);
      // A line that a crash cut short.
      Files.writeString(kept(job, ".mixed"), "o 99999", StandardOpenOption.APPEND);
      try (LocalJobs later = new LocalJobs(form, folder);
          JobOutput again = later.cluster.output(job, OutputType.MIXED)) {
        assertThat(LocalJobs.text(again, 0)).isEqualTo("e1\no1\ne2\n");
        Files.createFile(folder.resolve("go3"));
        jobs.await(job, JobState.FINISHED);
        assertThat(LocalJobs.text(again, 3)).isEqualTo("o1\ne2\no2\n");
        assertThat(LocalJobs.text(mixed, 0)).isEqualTo("e1\no1\ne2\no2\n");
      }
    }
    assertThat(kept(job, ".mixed")).hasContent("e 3\no 3\ne 3\no 3");
  }

  @Test
  void outputOfAnEndedJobThatNobodyReadBeforeBeginsWithStandardOutput() {
    LaunchedJob job = jobs.script("echo e >&2; echo o; echo e >&2");
    jobs.awaitEnd(job);
    assertThat(jobs.text(job, OutputType.MIXED)).isEqualTo("o\ne\ne\n");
    assertThat(jobs.text(job, OutputType.MIXED)).isEqualTo("o\ne\ne\n");
  }

  @Test
  void outputThatIsNotKeptIsNotFound() {
    Path other = folder.resolve("other");
    try (LocalJobs forgetful =
        new LocalJobs(form, other, Map.of(LocalOptions.SAVE_UNSPECIFIED_OUTPUT, "0"))) {
      LaunchRequest request = forgetful.request(builder -> builder.command("echo lost"));
      assertThat(forgetful.cluster.plan(request).stdoutFile()).isEmpty();
      LaunchedJob job = forgetful.submit(request);
      forgetful.awaitEnd(job);
      for (OutputType type : OutputType.values()) {
        assertThatThrownBy(() -> forgetful.cluster.output(job, type))
            .hasMessageStartingWith("there is no " + type.wireName())
            .isInstanceOfSatisfying(
                LauncherException.class,
                refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.JOB_OUTPUT_NOT_FOUND));
      }
      assertThat(other.resolve("scratch/output")).doesNotExist();
    }
  }

  @Test
  void aDeviceIsNoOutput() {
    LaunchedJob job = jobs.submit(builder -> builder.command("echo").stdoutFile("/dev/null"));
    jobs.awaitEnd(job);
    assertThatThrownBy(() -> jobs.cluster.output(job, OutputType.STDOUT))
        .hasMessageEndingWith("there is no file /dev/null");
  }

  @Test
  void aLinkInThePlaceOfAKeptFileIsNotFollowed() throws IOException {
    LaunchedJob job = jobs.script("true");
    jobs.awaitEnd(job);
    Path secret = Files.writeString(folder.resolve("secret"), "secret");
    Files.delete(kept(job, ".stdout"));
    Files.createSymbolicLink(kept(job, ".stdout"), secret);
    assertThatThrownBy(() -> jobs.cluster.output(job, OutputType.STDOUT))
        .isInstanceOf(LauncherException.class);
  }
}
