package org.openlauncher.host.stdio;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.plugin.LoadBalancerNode;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.wire.ApiVersion;

/** What the launcher in front asks for. */
sealed interface Request {
  /** What stands for all users, or all jobs. */
  String ALL = "*";

  /**
   * On whose behalf something is asked for.
   *
   * @param username the user whose rights count; {@code *} for all users
   * @param actor who really asked
   */
  record Asker(String username, String actor) {
    boolean all() {
      return username.equals(ALL);
    }
  }

  /** A sign of life is wanted. */
  record Heartbeat() implements Request {}

  /** The first request of all. */
  record Bootstrap(ApiVersion version) implements Request {}

  /**
   * A job is to be started.
   *
   * @param job without an owner where neither it nor the asker names one
   * @param instanceId which launcher sends it
   */
  record SubmitJob(Asker asker, JobSpecification job, Optional<String> instanceId)
      implements Request {}

  /**
   * One job, or those that fit.
   *
   * @param jobId {@code *} for all that fit
   * @param states as they are on the wire; empty for any
   * @param fields the members that are wanted; empty for all
   */
  record GetJobs(
      Asker asker,
      String jobId,
      Set<String> tags,
      Set<JobState> states,
      Optional<Instant> from,
      Optional<Instant> until,
      List<String> fields)
      implements Request {}

  /** Changes of statuses, from now on; or not any more. */
  record JobStatus(Asker asker, String jobId, boolean cancel) implements Request {}

  /** An operation on one job. */
  record ControlJob(Asker asker, String jobId, JobOperation operation) implements Request {}

  /**
   * An output from its beginning; or not any more.
   *
   * @param type empty where none is named
   */
  record JobOutput(Asker asker, String jobId, Optional<OutputType> type, boolean cancel)
      implements Request {}

  /** What a job uses, from now on; or not any more. */
  record ResourceUse(Asker asker, String jobId, boolean cancel) implements Request {}

  /** Where a job can be reached. */
  record JobNetwork(Asker asker, String jobId) implements Request {}

  /** What a user may use. */
  record ClusterInfo(Asker asker) implements Request {}

  /** The launchers that work side by side. */
  record SetLoadBalancerNodes(List<LoadBalancerNode> nodes) implements Request {}

  /** The configuration is to be read again. */
  record ConfigReload() implements Request {}
}
