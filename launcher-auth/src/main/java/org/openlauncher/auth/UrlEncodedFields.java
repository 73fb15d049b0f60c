package org.openlauncher.auth;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Takes a credential apart. Strict where the platform's decoder forgives: malformed escapes and
 * bytes that are not UTF-8 are refused. A plus sign is a blank, as forms write it, but in the
 * signature it stands for itself: there it is a digit of base64, which has no blank.
 */
final class UrlEncodedFields {
  private static final int COUNT = 3;
  private static final int SIGNATURE = 2;
  private static final int ESCAPE_LENGTH = 3;

  private UrlEncodedFields() {}

  /** The three fields, decoded; empty where the form is another one. */
  static Optional<List<String>> decode(String credential) {
    List<String> fields = new ArrayList<>();
    for (String field : credential.split("\\|", -1)) {
      Optional<String> decoded =
          fields.size() < COUNT
              ? decodeField(fields.size() < SIGNATURE ? field.replace('+', ' ') : field)
              : Optional.empty();
      if (decoded.isEmpty()) {
        return Optional.empty();
      }
      fields.add(decoded.get());
    }
    return fields.size() == COUNT ? Optional.of(fields) : Optional.empty();
  }

  private static Optional<String> decodeField(String field) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(field.length());
    int position = 0;
    while (position < field.length()) {
      char character = field.charAt(position);
      boolean escape = character == '%';
      int value = escape ? escaped(field, position) : character;
      if (value < 0 || (!escape && (character < ' ' || character > '~'))) {
        return Optional.empty();
      }
      bytes.write(value);
      position += escape ? ESCAPE_LENGTH : 1;
    }
    try {
      ByteBuffer content = ByteBuffer.wrap(bytes.toByteArray());
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(content).toString());
    } catch (CharacterCodingException malformed) {
      return Optional.empty();
    }
  }

  private static int escaped(String field, int position) {
    if (position + ESCAPE_LENGTH > field.length()) {
      return -1;
    }
    char high = field.charAt(position + 1);
    char low = field.charAt(position + 2);
    return HexFormat.isHexDigit(high) && HexFormat.isHexDigit(low)
        ? HexFormat.fromHexDigits(field, position + 1, position + ESCAPE_LENGTH)
        : -1;
  }
}
