package org.openlauncher.plugin.nativeplugin;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;

/** A job that has not ended, as the plugin last told of it. Guarded by its own lock. */
final class TrackedJob {
  private final JobId id;
  private final String nativeId;
  private final String owner;
  private Optional<JobState> state = Optional.empty();
  private CompletableFuture<JobState> nextState = new CompletableFuture<>();
  private long changes;
  private boolean detailed;
  private boolean askedToEnd;
  private boolean over;

  /**
   * @param nativeId the plugin's own id
   * @param owner whose requests reach the job
   */
  TrackedJob(JobId id, String nativeId, String owner) {
    this.id = id;
    this.nativeId = nativeId;
    this.owner = owner;
  }

  JobId id() {
    return id;
  }

  String nativeId() {
    return nativeId;
  }

  String owner() {
    return owner;
  }

  synchronized Optional<JobState> state() {
    return state;
  }

  /** How many changes were seen, to tell an answer that is older than one of them. */
  synchronized long changes() {
    return changes;
  }

  /** Completed with the state that comes after the present one. */
  synchronized CompletableFuture<JobState> nextState() {
    return nextState;
  }

  /** Takes note of a state; whether it is another than before. */
  synchronized boolean change(JobState newState) {
    if (state.equals(Optional.of(newState))) {
      return false;
    }
    state = Optional.of(newState);
    changes++;
    CompletableFuture<JobState> waiting = nextState;
    nextState = new CompletableFuture<>();
    waiting.complete(newState);
    return true;
  }

  /** Whether process and machine of the running job were not asked for yet; once true. */
  synchronized boolean wantsDetails() {
    boolean wanted = !detailed;
    detailed = true;
    return wanted;
  }

  synchronized void askedToEnd() {
    askedToEnd = true;
  }

  /** The end is told; once true. */
  synchronized boolean end() {
    boolean first = !over;
    over = true;
    return first;
  }

  /** A status with the code that the plugin leaves out. */
  synchronized JobStatus completed(JobStatus told) {
    if (told.code().isPresent()) {
      return told;
    }
    boolean exitUnknown = told.exitCode().isEmpty();
    return switch (told.state()) {
      case PENDING -> told.because(StatusCode.QUEUED, told.message());
      case RUNNING, SUSPENDED -> told;
      case FINISHED ->
          exitUnknown ? withoutExitCode(told) : told.because(StatusCode.EXITED, told.message());
      case FAILED -> told.because(StatusCode.LAUNCH_FAILED, told.message());
      case CANCELED -> told.because(StatusCode.BY_REQUEST, told.message());
      case KILLED ->
          told.because(askedToEnd ? StatusCode.BY_REQUEST : StatusCode.SIGNALED, told.message());
    };
  }

  private static JobStatus withoutExitCode(JobStatus told) {
    return told.because(
        StatusCode.EXIT_UNKNOWN,
        told.message().isEmpty()
            ? "The job has ended; the cluster's plugin does not tell its exit code."
            : told.message());
  }
}
