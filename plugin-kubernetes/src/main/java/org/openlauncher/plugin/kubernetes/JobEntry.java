package org.openlauncher.plugin.kubernetes;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.container.cluster.UseSample;
import org.openlauncher.plugin.kubernetes.output.LogFollower;
import tools.jackson.databind.JsonNode;

/**
 * What is known of a job that has not ended. Guarded by itself: whoever looks at the job, tells of
 * it or does something to it holds it, so that the news come in order.
 */
final class JobEntry {
  private final JobFolder folder;
  private final AtomicBoolean lookQueued = new AtomicBoolean();
  private final Instant since = Instant.now();
  private JobState state;
  private boolean ended;
  private boolean doubtful = true;
  private boolean secretRemoved;
  private @Nullable JobStatus told;
  private @Nullable JsonNode job;
  private @Nullable JsonNode pod;
  private boolean jobGone;
  private boolean podGone;
  private @Nullable LogFollower log;
  private @Nullable Instant endSeen;
  private @Nullable Instant waitsSince;
  private Waiting waiting = new Waiting("", "");
  private boolean nodeSilent;
  private @Nullable Future<?> kill;
  private @Nullable UseSample sample;

  JobEntry(JobFolder folder, JobState state) {
    this.folder = folder;
    this.state = state;
  }

  JobFolder folder() {
    return folder;
  }

  JobId id() {
    return folder.id();
  }

  /** Since when it is watched. */
  Instant since() {
    return since;
  }

  /** The state that was told last. */
  synchronized JobState state() {
    return state;
  }

  /** Whether a look is now to be asked for; not where one is waiting already. Takes no lock. */
  boolean queueLook() {
    return lookQueued.compareAndSet(false, true);
  }

  void beginLook() {
    lookQueued.set(false);
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
    closeLog();
  }

  synchronized void closeLog() {
    if (log != null) {
      log.close();
    }
  }

  /** The Job as it was seen last. */
  synchronized Optional<JsonNode> job() {
    return Optional.ofNullable(job);
  }

  synchronized void job(JsonNode seen) {
    job = seen;
    jobGone = false;
  }

  /** There is no Job of it any more. */
  synchronized void setJobGone() {
    jobGone = true;
  }

  synchronized boolean jobGone() {
    return jobGone;
  }

  /** The job's one pod as it was seen last, even if it is gone. */
  synchronized Optional<JsonNode> pod() {
    return Optional.ofNullable(pod);
  }

  synchronized void pod(JsonNode seen) {
    pod = seen;
    podGone = false;
  }

  synchronized void setPodGone() {
    podGone = true;
  }

  synchronized boolean podGone() {
    return podGone;
  }

  /** Whether a pod is the job's one pod, or the first that was seen of it. */
  synchronized boolean isPodOf(JsonNode other) {
    return pod == null
        ? folder.pod().map(uid -> uid.equals(uid(other))).orElse(true)
        : uid(pod).equals(uid(other));
  }

  static String uid(JsonNode object) {
    return object.path("metadata").path("uid").asString("");
  }

  synchronized Optional<LogFollower> log() {
    return Optional.ofNullable(log);
  }

  synchronized void log(LogFollower follower) {
    log = follower;
  }

  synchronized boolean secretRemoved() {
    return secretRemoved;
  }

  synchronized void setSecretRemoved() {
    secretRemoved = true;
  }

  /** When the end was seen first. */
  synchronized Instant endSeen() {
    if (endSeen == null) {
      endSeen = Instant.now();
    }
    return endSeen;
  }

  /** Since when it can't go on for the same reason, without a break. */
  synchronized Instant waitsSince() {
    if (waitsSince == null) {
      waitsSince = Instant.now();
    }
    return waitsSince;
  }

  synchronized void setGoesOn() {
    waitsSince = null;
  }

  /** What it waited for when it was looked at last. */
  synchronized Waiting waiting() {
    return waiting;
  }

  synchronized void waiting(Waiting now) {
    waiting = now;
  }

  /** Notes whether the cluster has lost the job's node; true where that is another than before. */
  synchronized boolean nodeTurns(boolean silent) {
    boolean turns = nodeSilent != silent;
    nodeSilent = silent;
    return turns;
  }

  /** Whether a status is news. */
  synchronized boolean tells(JobStatus status) {
    boolean news = doubtful || !status.equals(told);
    told = status;
    state = status.state();
    doubtful = false;
    return news;
  }

  /** The next status is to be told in any case. */
  synchronized void setDoubtful() {
    doubtful = true;
  }

  /** What it used before, in exchange for what it uses now. */
  synchronized Optional<UseSample> exchange(UseSample next) {
    Optional<UseSample> before = Optional.ofNullable(sample);
    sample = next;
    return before;
  }

  synchronized void kill(Future<?> task) {
    if (kill != null) {
      kill.cancel(false);
    }
    kill = task;
  }
}
