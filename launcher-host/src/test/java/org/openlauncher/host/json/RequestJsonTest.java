package org.openlauncher.host.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.ExposedPort;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.Mount;
import org.openlauncher.api.job.MountSource;

/** Reading what clients send. */
final class RequestJsonTest {
  private static JobSpecification read(String members) {
    return RequestJson.submission(
        ("{\"job\":{\"name\":\"n\",\"cluster\":\"c\"," + members + "}}")
            .getBytes(StandardCharsets.UTF_8),
        "alice");
  }

  private static LauncherException refusal(String members) {
    LauncherException refusal = catchThrowableOfType(LauncherException.class, () -> read(members));
    assertThat(refusal).as(members).isNotNull();
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    return refusal;
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "[]"})
  void absentNullAndEmptyAreTheSame(String empty) {
    JobSpecification absent = read("\"command\":\"x\"");
    for (String member :
        List.of(
            "user",
            "group",
            "exe",
            "args",
            "environment",
            "stdin",
            "stdoutFile",
            "stderrFile",
            "workingDirectory",
            "queues",
            "resourceProfile",
            "resourceLimits",
            "placementConstraints",
            "config",
            "container",
            "exposedPorts",
            "mounts",
            "tags",
            "metadata",
            "id",
            "status",
            "exitCode")) {
      assertThat(read("\"command\":\"x\",\"" + member + "\":" + empty))
          .as(member)
          .isEqualTo(absent);
    }
    assertThat(absent.user()).isEqualTo("alice");
  }

  @Test
  void bothShapesOfAMountAreTheSame() {
    Mount flat =
        mount(
            "{\"mountPath\":\"/data\",\"readOnly\":true,\"type\":\"nfs\","
                + "\"source\":{\"host\":\"nas\",\"path\":\"/export\"}}");
    assertThat(flat)
        .isEqualTo(
            new Mount(
                "/data",
                Optional.empty(),
                true,
                new MountSource.Nfs(Optional.of("nas"), "/export")));
    assertThat(
            mount(
                "{\"mountPath\":\"/data\",\"readOnly\":true,\"mountSource\":{\"type\":\"nfs\","
                    + "\"source\":{\"host\":\"nas\",\"path\":\"/export\"}}}"))
        .isEqualTo(flat);
    MountSource own =
        mount("{\"mountPath\":\"/d\",\"type\":\"pvc\",\"source\":{\"claim\": [1, 2]}}").source();
    assertThat(own.type()).isEqualTo("pvc");
    assertThat(((MountSource.Other) own).source().text()).isEqualTo("{\"claim\":[1,2]}");
  }

  private static Mount mount(String json) {
    return read("\"command\":\"x\",\"mounts\":[" + json + "]").mounts().get(0);
  }

  @Test
  void protocolsAreReadWithoutRegardToCase() {
    assertThat(
            read("\"command\":\"x\",\"exposedPorts\":[{\"targetPort\":53,\"protocol\":\"udp\"}]")
                .exposedPorts())
        .containsExactly(new ExposedPort(53, Optional.empty(), ExposedPort.Protocol.UDP));
  }

  @Test
  void metadataKeepsItsNumbersAndEscapes() {
    assertThat(
            read("\"command\":\"x\",\"metadata\":{\"n\":1.10,\"e\":1e400,\"z\":\"\\u0000\"}")
                .metadata()
                .orElseThrow()
                .text())
        .isEqualTo("{\"n\":1.10,\"e\":1E+400,\"z\":\"\\u0000\"}");
  }

  @Test
  void theExampleOfTheModelIsRead() {
    JobSpecification job =
        read(
            "\"exe\":\"/usr/bin/Rscript\",\"args\":[\"fit.R\",\"--n\",\"100\"],"
                + "\"environment\":[{\"name\":\"OMP_NUM_THREADS\",\"value\":\"4\"}],\"stdin\":\"\","
                + "\"resourceProfile\":\"custom\",\"resourceLimits\":[{\"type\":\"cpuCount\","
                + "\"value\":\"4\"},{\"type\":\"memory\",\"value\":\"8000\"}],"
                + "\"config\":[{\"name\":\"account\",\"valueType\":\"string\",\"value\":\"g7\"}],"
                + "\"container\":{\"image\":\"r-base:4\",\"runAsUserId\":1001,"
                + "\"supplementalGroupIds\":[27,2001],\"createUser\":true}");
    assertThat(job.args()).containsExactly("fit.R", "--n", "100");
    assertThat(job.container().orElseThrow().supplementalGroupIds()).containsExactly(27L, 2001L);
    assertThat(job.container().orElseThrow().createUser()).isTrue();
    assertThat(job.resourceLimits()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "'\"command\":\"x\",\"exe\":\"y\"' ~ $.job.command: stands beside exe",
        "'\"args\":[\"x\"]' ~ $.job.command: a job needs one of command",
        "'\"command\":\"x\",\"args\":[\"\",null]' ~ '$.job.args[1]: expected a string, found null'",
        "'\"command\":\"a\\u0000b\"' ~ $.job.command: holds a NUL character",
        "'\"command\":\"\\ud83d\"' ~ $.job.command: holds half of a surrogate pair",
        "'\"command\":\"x\",\"tags\":[\"a\",\"a\"]' ~ '$.job.tags[1]: \"a\" stands here'",
        "'\"command\":\"x\",\"pid\":7' ~ $.job.pid: is set by the launcher",
        "'\"command\":\"x\",\"envrionment\":[]' ~ 'the nearest known one is \"environment\"'",
        "'\"command\":\"x\",\"resourceLimits\":[{\"type\":\"memory\",\"value\":\"1GB\"}]'"
            + " ~ '$.job.resourceLimits[0].value: expected a number as text'",
        "'\"command\":\"x\",\"environment\":[{\"name\":\"A\"},{\"value\":\"B\"}]'"
            + " ~ $.job.environment[1].name: expected a text that is not empty",
      })
  void aProblemIsNamedByItsPath(String members, String message) {
    assertThat(refusal(members).getMessage()).contains(message);
  }

  @Test
  void depthIsLimited() {
    assertThat(refusal("\"metadata\":" + "{\"a\":".repeat(80) + "1" + "}".repeat(80)).getMessage())
        .contains("nesting depth")
        .doesNotContain("StreamReadConstraints");
  }
}
