package org.openlauncher.host.stdio;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.host.jobs.Job;
import org.openlauncher.host.json.JobField;
import org.openlauncher.host.json.JsonOutput;
import org.openlauncher.host.json.SpecificationMembers;
import tools.jackson.core.JsonGenerator;

/**
 * Jobs as the launcher in front sees them.
 *
 * @param cluster what it calls the cluster
 * @param type the cluster's type
 */
record WireJob(String cluster, String type) {
  private static final String INSTANCE_ID = "instanceId";
  private static final String INSTANCE_TAG = "openlauncher-instance:";
  private static final String OWN_LIMITS = "custom";
  private static final int STOPPED = 143;
  private static final String SLURM = "slurm";

  /** What is not of the Launcher Plugin API. */
  private static final Set<JobField> OWN =
      EnumSet.of(JobField.STATUS_REASON, JobField.STALE, JobField.REVISION);

  /**
   * Which members of jobs are wanted.
   *
   * @param members those of the launcher's own
   * @param instanceId whether the id of the launcher that has submitted it is wanted
   */
  record Fields(Set<JobField> members, boolean instanceId) {
    static final Fields ALL = new Fields(EnumSet.complementOf(EnumSet.copyOf(OWN)), true);

    /** Names that are not known are passed over; {@code id} is always among them. */
    static Fields of(List<String> names) {
      if (names.isEmpty()) {
        return ALL;
      }
      EnumSet<JobField> members = EnumSet.of(JobField.ID);
      for (JobField field : ALL.members) {
        if (names.contains(field.wireName())) {
          members.add(field);
        }
      }
      // So the Go kit calls it.
      if (names.contains("env")) {
        members.add(JobField.ENVIRONMENT);
      }
      return new Fields(members, names.contains(INSTANCE_ID));
    }

    boolean payload() {
      return members.stream().anyMatch(JobField::payload);
    }
  }

  /** The same job with the id of the launcher that has submitted it, which is kept as a tag. */
  static JobSpecification marked(JobSpecification job, Optional<String> instanceId) {
    if (instanceId.isEmpty()) {
      return job;
    }
    List<String> tags = new ArrayList<>(job.tags());
    tags.add(INSTANCE_TAG + instanceId.get());
    return job.toBuilder().tags(tags).build();
  }

  /**
   * A status as the products expect it: a job that was stopped on this machine, in a container or
   * in a pod has finished with 143, and only where Slurm ends it is it killed.
   */
  JobState state(JobStatus status) {
    boolean stopped =
        status.state() == JobState.KILLED
            && status.exitCode().filter(code -> code == STOPPED).isPresent();
    return stopped && !type.toLowerCase(Locale.ROOT).equals(SLURM)
        ? JobState.FINISHED
        : status.state();
  }

  /** The states of the launcher's own that jobs in these states may have. */
  static Set<JobState> candidates(Set<JobState> states) {
    Set<JobState> candidates = EnumSet.noneOf(JobState.class);
    candidates.addAll(states);
    if (states.contains(JobState.FINISHED)) {
      candidates.add(JobState.KILLED);
    }
    return candidates;
  }

  void write(JsonGenerator generator, Job job, Fields fields, boolean newShapes) {
    Job shown = shown(job);
    for (JobField field : fields.members()) {
      if (field == JobField.MOUNTS && !newShapes) {
        JsonOutput.objects(
            generator,
            field.wireName(),
            job.specification().mounts(),
            SpecificationMembers::flatMount);
      } else {
        field.write(generator, shown);
      }
    }
    if (fields.instanceId()) {
      JsonOutput.text(generator, INSTANCE_ID, instanceId(job));
    }
  }

  private static Optional<String> instanceId(Job job) {
    return job.specification().tags().stream()
        .filter(tag -> tag.startsWith(INSTANCE_TAG))
        .map(tag -> tag.substring(INSTANCE_TAG.length()))
        .findFirst();
  }

  private Job shown(Job job) {
    JobSpecification specification = job.specification();
    return new Job(
        job.id(),
        specification.toBuilder()
            .cluster(cluster)
            .tags(
                specification.tags().stream().filter(tag -> !tag.startsWith(INSTANCE_TAG)).toList())
            .resourceProfile(specification.resourceProfile().orElse(OWN_LIMITS))
            .build(),
        shown(job.status()),
        job.revision(),
        job.submissionTime(),
        job.lastUpdateTime(),
        job.handle(),
        job.stdoutFile(),
        job.stderrFile(),
        job.stale(),
        job.absentPayload());
  }

  private JobStatus shown(JobStatus status) {
    return new JobStatus(
        state(status),
        status.code(),
        status.message(),
        status.reason(),
        status.exitCode(),
        status.pid(),
        status.host(),
        status.queue());
  }
}
