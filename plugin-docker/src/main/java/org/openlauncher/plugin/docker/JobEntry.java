package org.openlauncher.plugin.docker;

import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.container.cluster.UseSample;

/**
 * What is known of a job that has not ended. Guarded by itself: whoever looks at the job, tells of
 * it or does something to it holds it, so that the news come in order.
 */
final class JobEntry {
  private final JobFolder folder;
  private JobState state;
  private boolean fetched;
  private boolean remade;
  private boolean lookQueued;
  private boolean ended;
  private boolean doubtful;
  private @Nullable JobStatus told;
  private @Nullable String container;
  private @Nullable Future<?> kill;
  private @Nullable UseSample sample;

  JobEntry(JobFolder folder, JobState state) {
    this.folder = folder;
    this.state = state;
    this.container = folder.container().orElse(null);
  }

  JobFolder folder() {
    return folder;
  }

  JobId id() {
    return folder.id();
  }

  /** The state that was told last. */
  synchronized JobState state() {
    return state;
  }

  /** The container, once it was made. */
  synchronized Optional<String> container() {
    return Optional.ofNullable(container);
  }

  synchronized void container(String id) {
    container = id;
  }

  /** The container is gone, and another one is to be made. */
  synchronized void withoutContainer() {
    container = null;
  }

  /** Whether another container may be made in place of one that can't be started; once only. */
  synchronized boolean remake() {
    boolean first = !remade;
    remade = true;
    return first;
  }

  /** Whether its image was fetched for it. */
  synchronized boolean fetched() {
    return fetched;
  }

  synchronized void setFetched() {
    fetched = true;
  }

  /** Whether a look is now to be asked for; not where one is waiting already. */
  synchronized boolean queueLook() {
    if (lookQueued || ended) {
      return false;
    }
    lookQueued = true;
    return true;
  }

  synchronized void beginLook() {
    lookQueued = false;
  }

  /** Whether it has ended: then it is never looked at again. */
  synchronized boolean ended() {
    return ended;
  }

  synchronized void setEnded() {
    ended = true;
    if (kill != null) {
      kill.cancel(false);
    }
  }

  /** Whether a status is news. */
  synchronized boolean tells(JobStatus status) {
    boolean news = doubtful || !status.equals(told);
    told = status;
    state = status.state();
    doubtful = false;
    return news;
  }

  /** The status that was told last, to be told again. */
  synchronized Optional<JobStatus> again() {
    doubtful = false;
    return Optional.ofNullable(told);
  }

  /** The next status is to be told in any case. */
  synchronized void setDoubtful() {
    doubtful = true;
  }

  /** Whether the next status is to be told in any case. */
  synchronized boolean doubtful() {
    return doubtful;
  }

  synchronized void kill(Future<?> task) {
    if (kill != null) {
      kill.cancel(false);
    }
    kill = task;
  }

  /** The sample before, in exchange for a new one. */
  synchronized Optional<UseSample> exchange(UseSample next) {
    Optional<UseSample> before = Optional.ofNullable(sample);
    sample = next;
    return before;
  }
}
