package org.openlauncher.host.http;

import java.util.Map;
import java.util.OptionalInt;

/** What an endpoint answers. */
sealed interface Answer {
  String JSON = "application/json";

  /** The HTTP status. */
  int status();

  /**
   * A whole body at once.
   *
   * @param status the HTTP status
   * @param contentType the body's type
   * @param headers further headers
   * @param bytes the body
   */
  // An array in a record: made for one answer, never compared, never changed.
  @SuppressWarnings("ArrayRecordComponent")
  record Whole(int status, String contentType, Map<String, String> headers, byte[] bytes)
      implements Answer {}

  /**
   * The client has it already.
   *
   * @param entityTag of what it has
   */
  record NotModified(String entityTag) implements Answer {
    @Override
    public int status() {
      return HttpStatus.NOT_MODIFIED;
    }
  }

  /**
   * A body that goes on.
   *
   * @param kind what is told, for the metrics
   * @param format how it is written
   * @param source what is told
   */
  record Stream(String kind, StreamFormat format, StreamSource source) implements Answer {
    @Override
    public int status() {
      return HttpStatus.OK;
    }
  }

  /** JSON with status 200. */
  static Answer json(byte[] bytes) {
    return json(HttpStatus.OK, bytes);
  }

  /** JSON with a status. */
  static Answer json(int status, byte[] bytes) {
    return new Whole(status, JSON, Map.of(), bytes);
  }

  /** A failure. */
  static Answer failure(Failure failure) {
    OptionalInt retryAfter = HttpStatus.retryAfter(failure.code());
    return new Whole(
        failure.status(),
        JSON,
        retryAfter.isPresent()
            ? Map.of("Retry-After", Integer.toString(retryAfter.getAsInt()))
            : Map.of(),
        failure.json());
  }
}
