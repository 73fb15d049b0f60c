package org.openlauncher.host.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.host.jobs.Job;
import org.openlauncher.host.jobs.JobPage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writing jobs. */
final class JobJsonTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static Job job(int number, JobSpecification specification, JobStatus status) {
    return new Job(
        new JobId(String.format("01hzz%021d", number)),
        specification,
        status,
        7,
        Instant.parse("2026-01-02T03:04:05Z"),
        Instant.parse("2026-01-02T03:04:06.5Z"),
        Optional.empty(),
        Optional.of("/home/alice/out"),
        Optional.empty(),
        false);
  }

  @Test
  void emptyMembersAreLeftOutAndZerosAreNot() {
    Job job =
        job(
            1,
            JobSpecification.builder("n", "alice", "Local").command("true").build(),
            JobStatus.of(JobState.FINISHED).withExitCode(0).inQueue("long"));
    assertThat(new String(JobJson.job(job, JobField.ALL), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"job\":{\"id\":\"01hzz000000000000000000001\",\"cluster\":\"Local\",\"name\":\"n\","
                + "\"user\":\"alice\",\"status\":\"Finished\",\"exitCode\":0,\"queues\":[\"long\"],"
                + "\"command\":\"true\",\"stdoutFile\":\"/home/alice/out\","
                + "\"submissionTime\":\"2026-01-02T03:04:05Z\","
                + "\"lastUpdateTime\":\"2026-01-02T03:04:06.500Z\",\"stale\":false,"
                + "\"revision\":7}}");
  }

  @Test
  void theTokenOfASessionIsNeverShown() {
    Job job =
        job(
            1,
            JobSpecification.builder("n", "alice", "Local")
                .exe("/usr/bin/jupyter")
                .environment(
                    List.of(
                        new EnvironmentVariable("A", "b"),
                        new EnvironmentVariable("OPENLAUNCHER_SESSION_TOKEN", "hush"),
                        new EnvironmentVariable("JUPYTER_TOKEN", "hush")))
                .build(),
            JobStatus.of(JobState.RUNNING));
    assertThat(new String(JobJson.job(job, JobField.ALL), StandardCharsets.UTF_8))
        .contains(
            "{\"name\":\"A\",\"value\":\"b\"}", "{\"name\":\"JUPYTER_TOKEN\",\"value\":\"***\"}")
        .doesNotContain("hush");
  }

  @Test
  void whatIsWrittenIsWhatWasAskedFor() {
    Specifications generator = new Specifications(44);
    Set<JobField> fields =
        JobField.parse(
            List.of(
                "name",
                "user",
                "group",
                "cluster",
                "args",
                "environment",
                "container",
                "placementConstraints",
                "exposedPorts",
                "mounts",
                "resourceProfile"));
    for (int round = 0; round < 500; round++) {
      JobSpecification specification = generator.specification();
      JsonNode written =
          JSON.readTree(JobJson.job(job(1, specification, JobStatus.of(JobState.PENDING)), fields));
      assertThat(written.path("job").path("args").valueStream().map(JsonNode::asString))
          .isEqualTo(specification.args());
      assertThat(written.path("job").path("mounts").size())
          .isEqualTo(specification.mounts().size());
      specification
          .group()
          .filter(group -> !group.isEmpty())
          .ifPresent(
              group -> assertThat(written.path("job").path("group").asString()).isEqualTo(group));
    }
  }

  @Test
  void aLongListCostsLittle() {
    List<Job> jobs = new ArrayList<>();
    for (int number = 0; number < 4_000; number++) {
      jobs.add(
          job(
              number,
              JobSpecification.builder("n" + number, "alice", "Local").command("true").build(),
              JobStatus.of(JobState.RUNNING)));
    }
    JobPage page = new JobPage(jobs, Optional.empty());
    Set<JobField> fields = JobField.parse(List.of("id", "status"));
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 200; round++) {
      long start = System.nanoTime();
      byte[] json = JobJson.page(page, fields);
      best = Math.min(best, System.nanoTime() - start);
      assertThat(json).hasSizeGreaterThan(4_000 * 40);
    }
    // Far more than it takes, and far less than a tree or reflection would.
    assertThat(best).isLessThan(8_000_000L);
  }
}
