package org.openlauncher.plugin.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.plugin.ResourceUse;
import org.openlauncher.container.cluster.UseSample;
import org.openlauncher.plugin.kubernetes.api.ApiFailure;
import org.openlauncher.plugin.kubernetes.api.ApiRefusal;

/**
 * What pods use now, as the program that their containers begin with tells in them: so it is known
 * where the cluster has no metrics, and at once.
 */
final class PodUse {
  /** Microseconds of processor time, bytes of memory, bytes of address space. */
  private static final Pattern ANSWER =
      Pattern.compile("([0-9]{1,18}) ([0-9]{1,18}) ([0-9]{1,18})\\s*");

  private final KubernetesJobs jobs;

  PodUse(KubernetesJobs jobs) {
    this.jobs = jobs;
  }

  /** The use of a job; empty for one that does not run. */
  Optional<ResourceUse> of(JobEntry job) {
    if (job.ended() || job.state() != JobState.RUNNING) {
      return Optional.empty();
    }
    try {
      return job.pod()
          .map(PodView::new)
          .flatMap(pod -> sample(jobs.run(pod, "use")))
          .map(sample -> sample.since(job.exchange(sample)));
    } catch (ApiRefusal refusal) {
      if (refusal.forbidden()) {
        throw new LauncherException(ErrorCode.CLUSTER_UNAVAILABLE, refusal.getMessage(), refusal);
      }
      // The container has just ended, or can't be entered.
      return Optional.empty();
    } catch (ApiFailure failure) {
      throw new LauncherException(ErrorCode.CLUSTER_UNAVAILABLE, failure.getMessage(), failure);
    }
  }

  /** Empty for what a program of an earlier launcher says, which does not know the question. */
  private static Optional<UseSample> sample(String answer) {
    Matcher numbers = ANSWER.matcher(answer);
    return numbers.matches()
        ? Optional.of(
            new UseSample(
                Instant.now(),
                Duration.of(Long.parseLong(numbers.group(1)), ChronoUnit.MICROS),
                new DataSize(Long.parseLong(numbers.group(2))),
                Optional.of(new DataSize(Long.parseLong(numbers.group(3))))))
        : Optional.empty();
  }
}
