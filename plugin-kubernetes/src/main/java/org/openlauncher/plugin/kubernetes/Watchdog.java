package org.openlauncher.plugin.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.plugin.kubernetes.api.ApiFailure;
import org.openlauncher.plugin.kubernetes.api.ResourceWatch;

/**
 * Looks after jobs that should have a pod and have none: why not is told by the cluster's events
 * alone, and that it was not seen may be the watch's fault.
 */
final class Watchdog {
  private static final Duration POD_IS_LATE = Duration.ofSeconds(5);
  private static final Duration NOT_SEEN = Duration.ofMinutes(2);
  private static final int ASKED_AT_A_TIME = 5;

  private final KubernetesJobs jobs;
  private final PodEvents events;
  private final List<ResourceWatch> watches;
  private Instant relisted = Instant.now();

  Watchdog(KubernetesJobs jobs, PodEvents events, List<ResourceWatch> watches) {
    this.jobs = jobs;
    this.events = events;
    this.watches = watches;
  }

  /** One round; a few questions at most. */
  void round() {
    Instant now = Instant.now();
    List<JobEntry> late =
        jobs.all().stream()
            .filter(
                job ->
                    job.state() == JobState.PENDING
                        && job.pod().isEmpty()
                        && job.folder().isSubmitted()
                        && job.since().plus(POD_IS_LATE).isBefore(now))
            .toList();
    boolean unseen = late.stream().anyMatch(job -> job.since().plus(NOT_SEEN).isBefore(now));
    if (unseen && relisted.plus(NOT_SEEN).isBefore(now)) {
      relisted = now;
      watches.forEach(ResourceWatch::relist);
    }
    late.stream().limit(ASKED_AT_A_TIME).forEach(this::ask);
  }

  private void ask(JobEntry job) {
    Optional<String> uid = job.job().map(JobEntry::uid);
    if (uid.isEmpty()) {
      return;
    }
    try {
      events.of(uid.get()).stream()
          .filter(PodEvents.Event::warning)
          .reduce((earlier, later) -> later)
          .ifPresent(event -> tell(job, event));
    } catch (ApiFailure failure) {
      // The watches tell that the cluster can't be asked.
    }
  }

  private void tell(JobEntry job, PodEvents.Event event) {
    synchronized (job) {
      if (!job.ended() && job.pod().isEmpty()) {
        jobs.telling()
            .known(
                job,
                JobStatus.of(JobState.PENDING)
                    .because(StatusCode.HELD, "The cluster makes no pod for it: " + event.message())
                    .withReason(event.reason()),
                Instant.now());
      }
    }
  }
}
