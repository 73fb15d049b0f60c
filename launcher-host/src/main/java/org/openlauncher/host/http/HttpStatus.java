package org.openlauncher.host.http;

import java.util.OptionalInt;
import org.openlauncher.api.error.ErrorCode;

/** How an error code looks in HTTP. */
final class HttpStatus {
  static final int OK = 200;
  static final int CREATED = 201;
  static final int NOT_MODIFIED = 304;
  static final int SERVICE_UNAVAILABLE = 503;
  static final int VERSION_NOT_SUPPORTED = 505;

  private static final int RETRY_SOON_SECONDS = 1;
  private static final int RETRY_LATER_SECONDS = 5;

  private HttpStatus() {}

  static int of(ErrorCode code) {
    return switch (code) {
      case INVALID_REQUEST, UNSUPPORTED_VERSION -> 400;
      case UNAUTHORIZED -> 401;
      case FORBIDDEN -> 403;
      case JOB_NOT_FOUND, JOB_OUTPUT_NOT_FOUND, NOT_FOUND -> 404;
      case METHOD_NOT_ALLOWED -> 405;
      case JOB_NOT_RUNNING, INVALID_JOB_STATE, IDEMPOTENCY_CONFLICT -> 409;
      case PAYLOAD_TOO_LARGE -> 413;
      case TOO_MANY_REQUESTS, QUOTA_EXCEEDED -> 429;
      case UNKNOWN -> 500;
      case REQUEST_NOT_SUPPORTED -> 501;
      case JOB_CONTROL_FAILURE -> 502;
      case PLUGIN_RESTARTED, CLUSTER_UNAVAILABLE -> SERVICE_UNAVAILABLE;
      case TIMEOUT -> 504;
    };
  }

  /** The code for a status that the server itself came to before anybody read the request. */
  static ErrorCode codeOf(int status) {
    return switch (status) {
      case 401 -> ErrorCode.UNAUTHORIZED;
      case 403 -> ErrorCode.FORBIDDEN;
      case 404 -> ErrorCode.NOT_FOUND;
      case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
      case 413 -> ErrorCode.PAYLOAD_TOO_LARGE;
      case 429 -> ErrorCode.TOO_MANY_REQUESTS;
      case 501 -> ErrorCode.REQUEST_NOT_SUPPORTED;
      case SERVICE_UNAVAILABLE -> ErrorCode.PLUGIN_RESTARTED;
      case 504 -> ErrorCode.TIMEOUT;
      default -> status < 500 ? ErrorCode.INVALID_REQUEST : ErrorCode.UNKNOWN;
    };
  }

  /** After how many seconds it makes sense to try again, where it does. */
  static OptionalInt retryAfter(ErrorCode code) {
    return switch (code) {
      case PLUGIN_RESTARTED -> OptionalInt.of(RETRY_SOON_SECONDS);
      case TOO_MANY_REQUESTS, QUOTA_EXCEEDED, CLUSTER_UNAVAILABLE ->
          OptionalInt.of(RETRY_LATER_SECONDS);
      case UNKNOWN,
          REQUEST_NOT_SUPPORTED,
          INVALID_REQUEST,
          JOB_NOT_FOUND,
          TIMEOUT,
          JOB_NOT_RUNNING,
          JOB_OUTPUT_NOT_FOUND,
          INVALID_JOB_STATE,
          JOB_CONTROL_FAILURE,
          UNSUPPORTED_VERSION,
          UNAUTHORIZED,
          FORBIDDEN,
          PAYLOAD_TOO_LARGE,
          NOT_FOUND,
          METHOD_NOT_ALLOWED,
          IDEMPOTENCY_CONFLICT ->
          OptionalInt.empty();
    };
  }
}
