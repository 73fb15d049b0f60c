package org.openlauncher.process.shell;

import java.nio.file.Path;
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

  /** Notes that its shim was started. */
  void markLaunched() {
    launched = true;
  }

  /** Whether its shim was started; before that, nothing can be missing. */
  boolean launched() {
    return launched;
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

  /** A file or folder of the request, for a message. */
  String name(JobRecord.Refusal refusal) {
    return request
        .flatMap(
            asked ->
                switch (refusal) {
                  case DIRECTORY -> Optional.of(asked.workingDirectory());
                  case OUTPUT -> asked.standardOutput();
                  case ERRORS -> asked.standardError();
                  case INPUT, OTHER -> Optional.<Path>empty();
                })
        .map(path -> " " + path)
        .orElse("");
  }
}
