package org.openlauncher.host.http;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.host.json.ErrorJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A failure as a client is told of it. What nobody foresaw goes to the log under an incident's
 * number, and the client is told the number only.
 */
record Failure(int status, ErrorCode code, String message, Map<String, Object> detail) {
  private static final Logger LOG = LoggerFactory.getLogger(Failure.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int INCIDENT_BYTES = 6;

  static Failure of(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof LauncherException known) {
      if (known.code() == ErrorCode.UNKNOWN) {
        LOG.error("A request failed", known);
      }
      int status =
          known instanceof AcceptHeader.NotAcceptableException
              ? AcceptHeader.NOT_ACCEPTABLE
              : HttpStatus.of(known.code());
      return new Failure(status, known.code(), known.getMessage(), known.detail());
    }
    if (cause instanceof TimeoutException) {
      return new Failure(
          HttpStatus.of(ErrorCode.TIMEOUT),
          ErrorCode.TIMEOUT,
          "there was no answer within the time for a request",
          Map.of());
    }
    byte[] number = new byte[INCIDENT_BYTES];
    RANDOM.nextBytes(number);
    String incident = HexFormat.of().formatHex(number);
    LOG.error("Incident {}: a request failed unexpectedly", incident, cause);
    return new Failure(
        HttpStatus.of(ErrorCode.UNKNOWN),
        ErrorCode.UNKNOWN,
        "the launcher failed unexpectedly; its log tells more under incident " + incident,
        Map.of("incident", incident));
  }

  byte[] json() {
    return ErrorJson.error(code, message, detail);
  }
}
