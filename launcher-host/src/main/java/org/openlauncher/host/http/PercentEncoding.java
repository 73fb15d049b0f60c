package org.openlauncher.host.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;

/** Decodes parts of an address, strictly: complete escapes, valid UTF-8, no NUL. */
final class PercentEncoding {
  private static final int HEXADECIMAL = 16;

  private PercentEncoding() {}

  /**
   * Decodes a text.
   *
   * @param place what it is, for the message
   * @param plusIsBlank whether {@code +} stands for a blank, as it does in a query
   */
  static String decode(String text, String place, boolean plusIsBlank) {
    if (text.indexOf('%') < 0 && !(plusIsBlank && text.indexOf('+') >= 0) && isAscii(text)) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    for (int index = 0; index < raw.length; index++) {
      if (raw[index] == '%') {
        boolean complete = index + 2 < raw.length;
        int high = complete ? digit(raw[index + 1]) : -1;
        int low = complete ? digit(raw[index + 2]) : -1;
        if (high < 0 || low < 0) {
          throw refusal(place, "holds a % that is not followed by two hexadecimal digits");
        }
        bytes.write(high * HEXADECIMAL + low);
        index += 2;
      } else {
        bytes.write(plusIsBlank && raw[index] == '+' ? ' ' : raw[index]);
      }
    }
    String decoded;
    try {
      decoded =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString();
    } catch (CharacterCodingException notText) {
      throw refusal(place, "is not valid UTF-8");
    }
    if (decoded.indexOf('\0') >= 0) {
      throw refusal(place, "holds a NUL character");
    }
    return decoded;
  }

  private static boolean isAscii(String text) {
    for (int index = 0; index < text.length(); index++) {
      char unit = text.charAt(index);
      if (unit == 0 || unit >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static int digit(byte character) {
    return Character.digit(character, HEXADECIMAL);
  }

  private static LauncherException refusal(String place, String problem) {
    return new LauncherException(ErrorCode.INVALID_REQUEST, place + " " + problem);
  }
}
