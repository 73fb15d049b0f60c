package org.openlauncher.api.error;

import java.util.Objects;
import org.openlauncher.api.job.StatusCode;

/**
 * The back-end accepted the request, but it is certain that the job could not be started: the job
 * exists and is {@code Failed}. For a request that should not become a job at all, throw a {@link
 * LauncherException} with {@link ErrorCode#INVALID_REQUEST} instead.
 */
public final class LaunchFailedException extends LauncherException {
  private static final long serialVersionUID = 1L;

  private final StatusCode statusCode;

  /**
   * @param statusCode why, for a machine
   * @param message why, for the job's owner
   */
  public LaunchFailedException(StatusCode statusCode, String message) {
    super(ErrorCode.INVALID_REQUEST, message);
    this.statusCode = Objects.requireNonNull(statusCode);
  }

  /** {@return the status code that the failed job gets} */
  public StatusCode statusCode() {
    return statusCode;
  }
}
