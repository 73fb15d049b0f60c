package org.openlauncher.plugin.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.openlauncher.api.job.JobId;
import org.openlauncher.contract.StartedJob;
import org.openlauncher.plugin.kubernetes.api.ApiServer;
import org.openlauncher.plugin.kubernetes.api.Json;
import tools.jackson.databind.node.ObjectNode;

/** Jobs of a launcher that it does not know any more. */
@DisabledForJreRange(
    min = JRE.JAVA_21,
    disabledReason = "pods are the same whatever runs the launcher; the first pass has run them")
class EndedJobsTest extends KubernetesTestBase {
  private static final int UNKNOWN = 103;

  /** A Job that never has a pod. */
  private void make(JobNames names, JobId id) {
    ObjectNode job = Json.MAPPER.createObjectNode();
    ObjectNode metadata = job.putObject("metadata");
    metadata.put("name", JobNames.object(id));
    ObjectNode labels = metadata.putObject("labels");
    names.labels(id, "alice").forEach(labels::put);
    ObjectNode specification = job.putObject("spec");
    specification.put("parallelism", 0);
    ObjectNode pod = specification.putObject("template").putObject("spec");
    pod.put("restartPolicy", "Never");
    pod.putArray("containers").addObject().put("name", "job").put("image", TestNamespace.BUSYBOX);
    namespace().api().post(names.jobs(), job);
  }

  private static JobId id(int number) {
    return JobId.parse(String.format(Locale.ROOT, "%026d", number)).orElseThrow();
  }

  @Test
  void areRemovedAfterAWhileAndNobodyElsesAre() throws IOException {
    JobNames own = new JobNames("own", "contract", namespace().name());
    JobNames others = new JobNames("other", "contract", namespace().name());
    StartedJob foreign = startAtGate("gate", 0);
    for (int number = 0; number < UNKNOWN; number++) {
      make(own, id(number));
    }
    make(others, id(UNKNOWN));
    JobId living = id(0);
    JobId kept = id(1);
    Files.createDirectory(folder().resolve(kept.value()));
    try (ApiServer api = TestNamespace.launcherApi()) {
      EndedJobs jobs = new EndedJobs(api, own, folder(), Duration.ofHours(1), Duration.ZERO);
      Set<JobId> seen = new HashSet<>();
      for (int number = 0; number < UNKNOWN; number++) {
        seen.add(id(number));
      }

      jobs.seen(seen, living::equals);
      jobs.round(living::equals);

      // Never more than so many at a time.
      assertThat(present(own)).isEqualTo(3);
      jobs.round(living::equals);
      assertThat(present(own)).isEqualTo(2);
      assertThat(namespace().api().find(own.job(living))).isPresent();
      assertThat(namespace().api().find(own.job(kept))).isPresent();
      assertThat(present(others)).isEqualTo(1);
      assertThat(jobObject(foreign.id()).path("metadata").has("deletionTimestamp")).isFalse();
    }
    openGate("gate");
    foreign.awaitFinished(0);
  }

  private int present(JobNames names) {
    return namespace()
        .api()
        .get(names.jobs() + "?labelSelector=" + ApiServer.encoded(names.selector()))
        .path("items")
        .size();
  }
}
