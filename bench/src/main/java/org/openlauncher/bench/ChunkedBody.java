package org.openlauncher.bench;

import java.nio.ByteBuffer;

/** Finds the bytes of a body in an answer that comes in chunks, however the network cuts it. */
final class ChunkedBody {
  private enum Place {
    HEAD,
    SIZE,
    TRAILERS,
    DATA,
    BEHIND_DATA
  }

  /** Takes the body's bytes. */
  interface Sink {
    void take(byte next);
  }

  private static final int HEXADECIMAL = 16;

  private Place place = Place.HEAD;
  private int lineLength;
  private int left;

  void read(ByteBuffer bytes, Sink sink) {
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      switch (place) {
        case HEAD -> {
          if (next == '\n' && lineLength == 0) {
            place = Place.SIZE;
          } else if (next == '\n') {
            lineLength = 0;
          } else if (next != '\r') {
            lineLength++;
          }
        }
        case SIZE -> {
          int digit = Character.digit(next, HEXADECIMAL);
          if (digit >= 0) {
            left = left * HEXADECIMAL + digit;
          } else if (next == '\n') {
            place = left == 0 ? Place.TRAILERS : Place.DATA;
          }
        }
        case TRAILERS -> {
          // Of no interest here.
        }
        case DATA -> {
          sink.take(next);
          left--;
          if (left == 0) {
            place = Place.BEHIND_DATA;
          }
        }
        case BEHIND_DATA -> {
          if (next == '\n') {
            place = Place.SIZE;
          }
        }
      }
    }
  }
}
