package org.openlauncher.host.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How a stream is written. An event's data is one line of JSON in every format but the raw one. */
enum StreamFormat {
  /** One JSON object a line. */
  LINES("application/x-ndjson", "{\"type\":\"keepAlive\"}\n") {
    @Override
    void event(ByteArrayOutputStream target, String type, Optional<Long> id, byte[] json) {
      target.writeBytes(json);
      target.write('\n');
    }
  },
  /** Server-sent events. */
  EVENTS("text/event-stream", ": keep-alive\n\n") {
    @Override
    void event(ByteArrayOutputStream target, String type, Optional<Long> id, byte[] json) {
      id.ifPresent(number -> target.writeBytes(ascii("id: " + number + "\n")));
      target.writeBytes(ascii("event: " + type + "\ndata: "));
      target.writeBytes(json);
      target.writeBytes(ascii("\n\n"));
    }
  },
  /** An output's own bytes and nothing else. */
  RAW("application/octet-stream", "") {
    @Override
    void event(ByteArrayOutputStream target, String type, Optional<Long> id, byte[] json) {}
  };

  private final String contentType;
  private final String keepAlive;

  StreamFormat(String contentType, String keepAlive) {
    this.contentType = contentType;
    this.keepAlive = keepAlive;
  }

  String contentType() {
    return contentType;
  }

  /** What is sent as a sign of life; empty where nothing can be. */
  byte[] keepAlive() {
    return ascii(keepAlive);
  }

  /**
   * Writes an event.
   *
   * @param id where a reader who saw it can go on
   * @param json the data: one object, without line breaks
   */
  abstract void event(ByteArrayOutputStream target, String type, Optional<Long> id, byte[] json);

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
