package org.openlauncher.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.Observation;
import org.openlauncher.api.plugin.ObservationSink;

/** Keeps everything that a cluster reports, and waits for what a test expects. */
public final class RecordedObservations implements ObservationSink {
  private static final Duration LOOK_EVERY = Duration.ofMillis(10);

  private final List<Observation> observations = new ArrayList<>();
  private final List<ClusterHealth> healths = new ArrayList<>();

  @Override
  public void report(Observation observation) {
    synchronized (observations) {
      observations.add(observation);
    }
  }

  @Override
  public void health(ClusterHealth health) {
    synchronized (healths) {
      healths.add(health);
    }
  }

  /** All that was reported of a job, in that order. */
  public List<Observation> of(JobId job) {
    synchronized (observations) {
      return observations.stream().filter(seen -> seen.job().equals(job)).toList();
    }
  }

  /** The statuses that were reported of a job, in that order. */
  public List<JobStatus> statuses(JobId job) {
    return of(job).stream()
        .filter(Observation.Known.class::isInstance)
        .map(seen -> ((Observation.Known) seen).status())
        .toList();
  }

  /** All that was reported of the back-end itself, in that order. */
  public List<ClusterHealth> healths() {
    synchronized (healths) {
      return List.copyOf(healths);
    }
  }

  /** The newest status that was reported of a job. */
  public Optional<JobStatus> latest(JobId job) {
    List<JobStatus> statuses = statuses(job);
    return statuses.isEmpty() ? Optional.empty() : Optional.of(statuses.get(statuses.size() - 1));
  }

  /** Waits until the newest status has one of these states. */
  public JobStatus awaitState(JobId job, Set<JobState> states, Duration atMost) {
    await("job " + job + " to be " + states + ", reported of it: " + of(job))
        .atMost(atMost)
        .pollInterval(LOOK_EVERY)
        .pollDelay(Duration.ZERO)
        .untilAsserted(
            () ->
                assertThat(latest(job))
                    .as("reported of job %s: %s", job, of(job))
                    .hasValueSatisfying(status -> assertThat(status.state()).isIn(states)));
    return latest(job).orElseThrow();
  }

  /** Waits until the end of a job is reported. */
  public JobStatus awaitEnd(JobId job, Duration atMost) {
    return awaitState(
        job,
        Set.of(JobState.FINISHED, JobState.FAILED, JobState.KILLED, JobState.CANCELED),
        atMost);
  }

  /**
   * Demands that the states of a job came in an order that the job model knows; that its end, once
   * told, was never told differently; and that none of it was told for a time before the one
   * before. Repetitions are all right.
   */
  public void assertLegal(JobId job) {
    List<JobStatus> statuses = statuses(job);
    for (int i = 1; i < statuses.size(); i++) {
      JobStatus before = statuses.get(i - 1);
      JobStatus after = statuses.get(i);
      if (before.state().terminal()) {
        assertThat(after.state())
            .as("state after the end in %s", statuses)
            .isEqualTo(before.state());
        assertThat(after.exitCode())
            .as("exit code after the end in %s", statuses)
            .isEqualTo(before.exitCode());
      } else if (after.state() != before.state()) {
        assertThat(after.state())
            .as("state after %s in %s", before.state(), statuses)
            .isIn(successors(before.state()));
      }
    }
  }

  private static Set<JobState> successors(JobState state) {
    return switch (state) {
      case PENDING ->
          Set.of(
              JobState.RUNNING,
              JobState.FINISHED,
              JobState.FAILED,
              JobState.KILLED,
              JobState.CANCELED);
      case RUNNING -> Set.of(JobState.SUSPENDED, JobState.FINISHED, JobState.KILLED);
      case SUSPENDED -> Set.of(JobState.RUNNING, JobState.FINISHED, JobState.KILLED);
      case FINISHED, FAILED, KILLED, CANCELED -> Set.of();
    };
  }
}
