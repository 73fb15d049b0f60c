package org.openlauncher.plugin.nativeplugin.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.job.ExposedPort;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JsonText;
import org.openlauncher.api.job.Mount;
import org.openlauncher.api.job.MountSource;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.wire.ApiVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class JobWritingTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final JobId ID = JobId.parse("01arz3ndektsv4rrffq69g5fav").orElseThrow();

  private static JsonNode written(int minor, JobSpecification.Builder job) {
    return new JobWriting(new ApiVersion(3, minor, 0)).write(ID, job.build(), "instance");
  }

  private static JobSpecification.Builder job() {
    return JobSpecification.builder("fit", "ada", "farm").exe("/usr/bin/Rscript");
  }

  private static void assertSame(JsonNode found, String expected) {
    assertThat(JSON.readTree(found.toString())).isEqualTo(JSON.readTree(expected));
  }

  @Test
  void membersWithoutAValueAreLeftOut() {
    assertSame(
        written(0, job()),
        """
        {"name":"fit","user":"ada","cluster":"farm","exe":"/usr/bin/Rscript",
         "tags":["openlauncher-job:01arz3ndektsv4rrffq69g5fav"]}
        """);
  }

  @Test
  void mountsAreFlatForOlderPluginsAndNestedForNewer() {
    JobSpecification.Builder job =
        job()
            .mounts(
                List.of(
                    new Mount(
                        "/data",
                        Optional.of("data"),
                        true,
                        new MountSource.Nfs(Optional.of("nas1"), "/export"))));

    assertSame(
        written(0, job).path("mounts"),
        """
        [{"mountPath":"/data","readOnly":true,"type":"nfs","source":{"host":"nas1","path":"/export"}}]
        """);
    assertSame(
        written(5, job).path("mounts"),
        """
        [{"mountPath":"/data","readOnly":true,"name":"data",
          "mountSource":{"type":"nfs","source":{"host":"nas1","path":"/export"}}}]
        """);
    assertThat(written(5, job).path("instanceId").asString("")).isEqualTo("instance");
  }

  @Test
  void everythingElseHasTheTypeThatPluginsExpect() {
    JobSpecification.Builder job =
        job()
            .args(List.of("--n", "1 00"))
            .resourceLimits(List.of(new ResourceLimit("cpuCount", "4")))
            .container(
                new Container("r-base:4", Optional.of(1001L), Optional.empty(), List.of(27L), true))
            .exposedPorts(
                List.of(new ExposedPort(8787, Optional.empty(), ExposedPort.Protocol.TCP)))
            .mounts(
                List.of(
                    new Mount(
                        "/odd",
                        Optional.empty(),
                        false,
                        new MountSource.Other("special", new JsonText("{\"a\":[1]}")))))
            .tags(List.of("night"))
            .metadata(new JsonText("{\"ticket\":17}"));

    assertSame(
        written(5, job),
        """
        {"name":"fit","user":"ada","cluster":"farm","exe":"/usr/bin/Rscript","args":["--n","1 00"],
         "resourceLimits":[{"type":"cpuCount","value":"4"}],
         "container":{"image":"r-base:4","runAsUserId":1001,"supplementalGroupIds":[27]},
         "exposedPorts":[{"targetPort":8787,"protocol":"TCP"}],
         "mounts":[{"mountPath":"/odd","readOnly":false,"mountSource":{"type":"special","source":{"a":[1]}}}],
         "tags":["night","openlauncher-job:01arz3ndektsv4rrffq69g5fav"],
         "metadata":{"ticket":17},"instanceId":"instance"}
        """);
  }
}
