package org.openlauncher.api.error;

/**
 * What went wrong, for a machine. Numbers 0 to 10 are those of the Launcher Plugin API; the
 * launcher's own begin at 100. A number never changes its meaning.
 */
public enum ErrorCode {
  /** Anything that has no code of its own; always a fault of the launcher or of a back-end. */
  UNKNOWN(0, "Unknown"),
  /** This cluster or this launcher does not offer what was asked for. */
  REQUEST_NOT_SUPPORTED(1, "RequestNotSupported"),
  /** The request is malformed or asks for something impossible; sending it again won't help. */
  INVALID_REQUEST(2, "InvalidRequest"),
  /** There is no such job, or it belongs to somebody else. */
  JOB_NOT_FOUND(3, "JobNotFound"),
  /** The plugin was restarted while it worked on the request. */
  PLUGIN_RESTARTED(4, "PluginRestarted"),
  /** The back-end did not answer in time. */
  TIMEOUT(5, "Timeout"),
  /** Only a running job can answer this. */
  JOB_NOT_RUNNING(6, "JobNotRunning"),
  /** The job has no output of the kind that was asked for, or it is gone. */
  JOB_OUTPUT_NOT_FOUND(7, "JobOutputNotFound"),
  /** The operation does not fit the state that the job is in. */
  INVALID_JOB_STATE(8, "InvalidJobState"),
  /** The back-end refused or failed to carry out a control operation. */
  JOB_CONTROL_FAILURE(9, "JobControlFailure"),
  /** The peer speaks a version that is not understood. */
  UNSUPPORTED_VERSION(10, "UnsupportedVersion"),
  /** No credential, or one that is not valid. */
  UNAUTHORIZED(100, "Unauthorized"),
  /** The caller is known, but may not do this. */
  FORBIDDEN(101, "Forbidden"),
  /** The launcher takes no more of these requests at the moment. */
  TOO_MANY_REQUESTS(102, "TooManyRequests"),
  /** A limit of the user's profile is reached. */
  QUOTA_EXCEEDED(103, "QuotaExceeded"),
  /** The cluster's plugin is missing, or its back-end can't be reached. */
  CLUSTER_UNAVAILABLE(104, "ClusterUnavailable"),
  /** The request is larger than the launcher accepts. */
  PAYLOAD_TOO_LARGE(105, "PayloadTooLarge"),
  /** There is nothing at this address. */
  NOT_FOUND(106, "NotFound"),
  /** The address exists, but not with this method. */
  METHOD_NOT_ALLOWED(107, "MethodNotAllowed"),
  /** The idempotency key was used before with another request. */
  IDEMPOTENCY_CONFLICT(108, "IdempotencyConflict");

  private final int number;
  private final String wireName;

  ErrorCode(int number, String wireName) {
    this.number = number;
    this.wireName = wireName;
  }

  /** {@return the stable number, as in the error object's {@code number} member} */
  public int number() {
    return number;
  }

  /** {@return the name as in the error object's {@code code} member} */
  public String wireName() {
    return wireName;
  }
}
