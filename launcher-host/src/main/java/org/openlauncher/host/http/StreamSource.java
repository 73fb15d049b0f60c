package org.openlauncher.host.http;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What a stream tells, piece by piece, as bytes that are ready to be sent. Asked for the next piece
 * only when the one before has been taken, so that a slow reader only ever holds itself up.
 */
interface StreamSource {
  /** The next piece. Only one call is under way; its future is cancelled when nobody waits. */
  CompletableFuture<Piece> next();

  /** Lets go of everything. Called once. */
  void close();

  /** What is told behind the end of a raw body; asked when the last piece is written. */
  default Map<String, String> trailers() {
    return Map.of();
  }

  /**
   * A piece of a stream.
   *
   * @param bytes what is sent; may be empty
   * @param last whether the stream ends with it
   */
  record Piece(ByteBuffer bytes, boolean last) {}
}
