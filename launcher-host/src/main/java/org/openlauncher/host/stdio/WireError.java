package org.openlauncher.host.stdio;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A failure as the launcher in front is told of it.
 *
 * @param code one of the numbers that the Launcher Plugin API has
 * @param text what went wrong
 */
record WireError(int code, String text) {
  private static final Logger LOG = LoggerFactory.getLogger(WireError.class);

  static WireError of(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof LauncherException known) {
      if (known.code() == ErrorCode.UNKNOWN) {
        LOG.error("A request failed", known);
      }
      return new WireError(known(known.code()).number(), known.getMessage());
    }
    LOG.error("A request failed unexpectedly", cause);
    return new WireError(
        ErrorCode.UNKNOWN.number(), "The plugin failed unexpectedly; its log tells more.");
  }

  /** The numbers from 100 on are known to clients of this launcher alone. */
  private static ErrorCode known(ErrorCode code) {
    return switch (code) {
      case UNKNOWN,
          REQUEST_NOT_SUPPORTED,
          INVALID_REQUEST,
          JOB_NOT_FOUND,
          PLUGIN_RESTARTED,
          TIMEOUT,
          JOB_NOT_RUNNING,
          JOB_OUTPUT_NOT_FOUND,
          INVALID_JOB_STATE,
          JOB_CONTROL_FAILURE,
          UNSUPPORTED_VERSION ->
          code;
      case UNAUTHORIZED,
          FORBIDDEN,
          QUOTA_EXCEEDED,
          PAYLOAD_TOO_LARGE,
          NOT_FOUND,
          METHOD_NOT_ALLOWED,
          IDEMPOTENCY_CONFLICT ->
          ErrorCode.INVALID_REQUEST;
      case TOO_MANY_REQUESTS, CLUSTER_UNAVAILABLE -> ErrorCode.TIMEOUT;
    };
  }

  String message(int longest) {
    return text.length() <= longest ? text : text.substring(0, longest);
  }
}
