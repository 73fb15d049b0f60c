package org.openlauncher.host.stdio;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Makes text of bytes that come in pieces. A character that is cut off waits for its other bytes;
 * what is no UTF-8 becomes the replacement character.
 */
final class TextDecoder {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private ByteBuffer held = NOTHING;

  /** The text of the bytes that are complete now. */
  String next(ByteBuffer bytes) {
    return decode(bytes, false);
  }

  /** What is left of a character that never became complete. */
  String end() {
    String rest = decode(NOTHING, true);
    decoder.reset();
    return rest;
  }

  private String decode(ByteBuffer bytes, boolean last) {
    ByteBuffer input = ByteBuffer.allocate(held.remaining() + bytes.remaining());
    input.put(held.duplicate()).put(bytes.duplicate()).flip();
    CharBuffer text = CharBuffer.allocate(input.remaining() + 1);
    decoder.decode(input, text, last);
    held = input.slice();
    return text.flip().toString();
  }
}
