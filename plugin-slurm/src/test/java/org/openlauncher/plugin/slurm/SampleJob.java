package org.openlauncher.plugin.slurm;

import java.nio.file.Path;
import java.time.Instant;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.plugin.ObservationSink;

/** A job of alice's that waits in Slurm. */
final class SampleJob {
  private SampleJob() {}

  static TrackedJob of(String id, long number, Path storage, ObservationSink sink) {
    return new TrackedJob(
        JobId.parse(id).orElseThrow(),
        new SlurmHandle(
            number,
            "alice",
            1001,
            false,
            storage,
            storage.resolve("out"),
            storage.resolve("err"),
            Instant.ofEpochSecond(1_796_025_628)),
        JobSpecification.builder("sum", "alice", "Slurm").command("exit 7").build(),
        JobState.PENDING,
        new StatusTranslation(() -> false, true),
        sink);
  }
}
