package org.openlauncher.process.supervise;

import java.util.Optional;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.ProcessRequest;

/** What a supervisor remembers of a job whose end it has not told yet. */
final class FollowedJob {
  private final JobId id;
  private final long since = System.nanoTime();
  private final Optional<ProcessRequest> request;
  private volatile boolean launched;
  private boolean started;
  private boolean missed;

  /**
   * @param id the job
   * @param request what was asked for; empty for a job of an earlier supervisor
   */
  FollowedJob(JobId id, Optional<ProcessRequest> request) {
    this.id = id;
    this.request = request;
    this.launched = request.isEmpty();
  }

  JobId id() {
    return id;
  }

  /** Whether it was launched by this supervisor, so that its start is news whatever came since. */
  boolean launchedHere() {
    return request.isPresent();
  }

  /** Notes that its shim was started. */
  void markLaunched() {
    launched = true;
  }

  /** Whether its shim was started; before that, its record may be about to change. */
  boolean launched() {
    return launched;
  }

  /** Notes that its record was written before anybody had to look. */
  void markMissed() {
    missed = true;
  }

  /** Whether there is something in its record that nobody has looked at. */
  boolean missed() {
    return missed;
  }

  /** Notes the start. Says whether it was news. */
  boolean markStarted() {
    boolean news = !started;
    started = true;
    return news;
  }

  /** How long it has been followed, in nanoseconds. */
  long age() {
    return System.nanoTime() - since;
  }

  /** The thing of the request that a refusal is about; empty where it is not known. */
  Optional<String> thing(Refusal refusal) {
    return request.flatMap(
        asked ->
            switch (refusal) {
              case DIRECTORY -> Optional.of(asked.workingDirectory().toString());
              case OUTPUT -> asked.standardOutput().map(file -> file.path().toString());
              case ERRORS -> asked.standardError().map(file -> file.path().toString());
              case PROGRAM_NOT_FOUND, PROGRAM_NOT_EXECUTABLE, PROGRAM_FORMAT ->
                  Optional.of(asked.command().get(0));
              case BAD_REQUEST,
                  USER_UNKNOWN,
                  USER_ROOT,
                  USER_BELOW_MINIMUM,
                  USER_NOT_ALLOWED,
                  ACCOUNT,
                  RECORD,
                  INPUT,
                  LIMIT,
                  PAM,
                  SESSION,
                  RESOURCES,
                  NO_SUCH_SHIM,
                  NOT_PERMITTED,
                  STILL_RUNNING,
                  FILE,
                  OTHER ->
                  Optional.empty();
            });
  }
}
