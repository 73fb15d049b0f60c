package org.openlauncher.plugin.kubernetes.api;

import io.fabric8.kubernetes.client.http.HttpClient;
import java.util.Optional;

/**
 * A client and where it goes. One that was replaced is closed when nobody uses it any more: what is
 * under way on a client that is closed neither goes on nor ends.
 */
final class LentClient {
  private final HttpClient http;
  private final String address;
  private int users;
  private boolean replaced;
  private boolean closed;

  /**
   * @param address up to, and without, /api
   */
  LentClient(HttpClient http, String address) {
    this.http = http;
    this.address = address;
  }

  HttpClient http() {
    return http;
  }

  String address() {
    return address;
  }

  /** Somebody uses it from now on. */
  synchronized LentClient lend() {
    users++;
    return this;
  }

  /** Somebody uses it no more. */
  synchronized void giveBack() {
    users--;
    closeWhereUnused();
  }

  /** Nobody will begin to use it any more. */
  synchronized void replace() {
    replaced = true;
    closeWhereUnused();
  }

  synchronized boolean closed() {
    return closed;
  }

  private void closeWhereUnused() {
    if (replaced && users == 0) {
      close();
    }
  }

  /** Closes it, whoever uses it. */
  synchronized void close() {
    if (!closed) {
      closed = true;
      http.close();
    }
  }

  /** What hears of an answer that lasts, and gives the client back at its end. */
  LineStream.Lines untilEnd(LineStream.Lines lines) {
    return new LineStream.Lines() {
      @Override
      public void line(byte[] line) {
        lines.line(line);
      }

      @Override
      public void unfinished(byte[] line) {
        lines.unfinished(line);
      }

      @Override
      public void end(Optional<ApiFailure> failure) {
        try {
          lines.end(failure);
        } finally {
          giveBack();
        }
      }
    };
  }
}
