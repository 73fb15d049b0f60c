package org.openlauncher.plugin.docker;

import java.time.Instant;
import java.util.Optional;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;

/** What becomes of jobs when the images that they wait for come, or don't. */
final class ImageNews implements ImagePulls.Listener {
  private final DockerJobs jobs;
  private final StatusTranslation translation;

  ImageNews(DockerJobs jobs, StatusTranslation translation) {
    this.jobs = jobs;
    this.translation = translation;
  }

  @Override
  public void progress(JobId id, String message) {
    Optional<JobEntry> found = jobs.find(id);
    if (found.isEmpty()) {
      return;
    }
    JobEntry job = found.get();
    synchronized (job) {
      if (!job.ended() && job.state() == JobState.PENDING) {
        jobs.telling()
            .known(
                job,
                JobStatus.of(JobState.PENDING).because(StatusCode.IMAGE_PULL, message),
                Instant.now());
      }
    }
  }

  @Override
  public void fetched(JobId id) {
    jobs.find(id)
        .ifPresent(
            job -> {
              job.setFetched();
              jobs.lookSoon(job);
            });
  }

  @Override
  public void failed(JobId id, ImagePulls.Failure failure) {
    Optional<JobEntry> found = jobs.find(id);
    if (found.isEmpty()) {
      return;
    }
    JobEntry job = found.get();
    synchronized (job) {
      if (job.ended()) {
        return;
      }
      if (failure.passing()) {
        jobs.unreachable(job, failure.message());
        return;
      }
      StatusCode code = failure.missing() ? StatusCode.IMAGE_NOT_FOUND : StatusCode.IMAGE_PULL;
      jobs.ended(
          job,
          JobStatus.of(JobState.FAILED).because(code, failure.message()).onHost(translation.host()),
          Instant.now());
    }
  }
}
