package org.openlauncher.plugin.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.Mount;
import org.openlauncher.api.job.MountSource;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.user.UserAccount;

/** The form of the command; no node runs it here. */
final class ContainerCommandTest {
  private static final String IMAGE = "/images/r 4.sif";

  private final ContainerCommand apptainer =
      new ContainerCommand(Optional.of(Path.of("/usr/bin/apptainer")));
  private final UserAccount alice =
      new UserAccount(
          "alice", 1001, 1003, List.of("alice"), List.of(1003L), Path.of("/home/alice"), "/bin/sh");

  private static JobSpecification.Builder job() {
    return JobSpecification.builder("sum", "alice", "Slurm")
        .exe("Rscript")
        .args(List.of("-e", "1"));
  }

  private static Container image(String image) {
    return new Container(image, Optional.empty(), Optional.empty(), List.of(), true);
  }

  @Test
  void withoutAnImageTheProgramRunsByItself() {
    assertThat(apptainer.of(job().build(), "/work")).containsExactly("Rscript", "-e", "1");
  }

  @Test
  void theProgramRunsWithinTheImage() {
    assertThat(apptainer.of(job().container(image(IMAGE)).build(), "/work"))
        .containsExactly(
            "/usr/bin/apptainer", "exec", "--pwd", "/work", IMAGE, "Rscript", "-e", "1");
  }

  @Test
  void withoutTheImagesVariablesTheProgramSeesTheJobsAlone() throws Exception {
    JobSpecification job =
        job()
            .exe("/usr/bin/env")
            .args(List.of("-0"))
            .environment(
                List.of(
                    new EnvironmentVariable(Container.FORWARD_ENVIRONMENT, "0"),
                    new EnvironmentVariable("OWN", "two\nlines\nexport R_HOME='x'")))
            .container(image(IMAGE))
            .build();
    List<String> command = apptainer.of(job, "/work");
    // A fake of Apptainer: this machine's shell, with what an image would add to the environment.
    ProcessBuilder inside =
        new ProcessBuilder(command.subList(command.indexOf(IMAGE) + 1, command.size()));
    inside.environment().clear();
    inside
        .environment()
        .putAll(
            Map.of(
                "PATH", "/usr/bin:/bin", "HOME", "/home/alice", "R_HOME", "/opt/R", "LANG", "C"));
    job.environment().forEach(own -> inside.environment().put(own.name(), own.value()));
    Process process = inside.start();

    assertThat(
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\0"))
        .filteredOn(variable -> !variable.startsWith("PWD="))
        .containsExactlyInAnyOrder(
            "PATH=/usr/bin:/bin",
            "HOME=/home/alice",
            Container.FORWARD_ENVIRONMENT + "=0",
            "OWN=two\nlines\nexport R_HOME='x'");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void mountsAndGraphicsProcessorsAreTold() {
    JobSpecification job =
        job()
            .container(image("docker://rocker/r-ver:4.4"))
            .resourceLimits(List.of(new ResourceLimit(ResourceLimit.GPUS, "1")))
            .mounts(
                List.of(
                    new Mount(
                        "/data", Optional.empty(), true, new MountSource.Host("/shared/a,b\"")),
                    new Mount(
                        "/out", Optional.empty(), false, new MountSource.Host("/shared/o:x"))))
            .build();

    assertThat(apptainer.of(job, "/work"))
        .containsExactly(
            "/usr/bin/apptainer",
            "exec",
            "--pwd",
            "/work",
            "--nv",
            "--mount",
            "type=bind,\"source=/shared/a,b\"\"\",\"destination=/data\",ro",
            "--mount",
            "type=bind,\"source=/shared/o:x\",\"destination=/out\"",
            "docker://rocker/r-ver:4.4",
            "Rscript",
            "-e",
            "1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/images/r.sif", "docker://rocker/r-ver:4.4", "oras://h:5000/a/b@sha256:0f"})
  void anImageIsAFileOrAReference(String image) {
    assertThatCode(() -> apptainer.validate(job().container(image(image)).build(), alice))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--writable",
        "r.sif",
        "instance://x",
        "docker://",
        "docker://a b",
        "/a\nb",
        "http://x"
      })
  void whateverElseIsRefused(String image) {
    assertThatThrownBy(() -> apptainer.validate(job().container(image(image)).build(), alice))
        .isInstanceOf(LauncherException.class)
        .hasMessageContaining("$.job.container.image: expected the absolute path of an image");
  }

  @Test
  void idsAreTheOwners() {
    Container other = new Container(IMAGE, Optional.of(0L), Optional.empty(), List.of(), false);
    assertThatThrownBy(() -> apptainer.validate(job().container(other).build(), alice))
        .hasMessageContaining(
            "$.job.container.runAsUserId: expected 1001, the owner's, found \"0\"");
    Container groups = new Container(IMAGE, Optional.empty(), Optional.empty(), List.of(7L), false);
    assertThatThrownBy(() -> apptainer.validate(job().container(groups).build(), alice))
        .hasMessageContaining("$.job.container.supplementalGroupIds");
  }

  @Test
  void withoutTheProgramThereAreNoContainers() {
    assertThatThrownBy(
            () ->
                new ContainerCommand(Optional.empty())
                    .validate(job().container(image(IMAGE)).build(), alice))
        .hasMessageContaining("container-program is not set");
  }
}
