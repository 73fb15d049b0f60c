package org.openlauncher.plugin.local;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.Observation;
import org.openlauncher.api.plugin.ObservationSink;

/** Writes down all that a cluster tells. */
final class RecordingSink implements ObservationSink {
  private final List<Observation> observations = new CopyOnWriteArrayList<>();
  private final List<ClusterHealth> healths = new CopyOnWriteArrayList<>();

  @Override
  public void report(Observation observation) {
    observations.add(observation);
  }

  @Override
  public void health(ClusterHealth health) {
    healths.add(health);
  }

  List<ClusterHealth> healths() {
    return List.copyOf(healths);
  }

  List<Observation> of(JobId id) {
    return observations.stream().filter(observation -> observation.job().equals(id)).toList();
  }

  List<JobState> states(JobId id) {
    return statuses(id).stream().map(JobStatus::state).toList();
  }

  private List<JobStatus> statuses(JobId id) {
    return of(id).stream()
        .filter(Observation.Known.class::isInstance)
        .map(observation -> ((Observation.Known) observation).status())
        .toList();
  }

  JobStatus await(JobId id, Predicate<JobStatus> wanted) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              List<JobStatus> statuses = statuses(id);
              return !statuses.isEmpty() && wanted.test(statuses.get(statuses.size() - 1));
            });
    List<JobStatus> statuses = statuses(id);
    return statuses.get(statuses.size() - 1);
  }
}
