package org.openlauncher.host.http;

/** Looks at bytes that may be UTF-8 text. */
final class Utf8 {
  private Utf8() {}

  /**
   * How far bytes are valid UTF-8.
   *
   * @param bytes the bytes
   * @param length how many of them count
   * @return {@code length} where all are; where only the last character is incomplete, the place
   *     where it begins; -1 where something can't be UTF-8
   */
  static int validUpTo(byte[] bytes, int length) {
    int index = 0;
    while (index < length) {
      int first = bytes[index] & 0xFF;
      if (first < 0x80) {
        index++;
        continue;
      }
      int following = following(first);
      if (following < 0) {
        return -1;
      }
      for (int step = 1; step <= following; step++) {
        if (index + step == length) {
          return index;
        }
        int next = bytes[index + step] & 0xFF;
        if (next < least(first, step) || next > greatest(first, step)) {
          return -1;
        }
      }
      index += following + 1;
    }
    return length;
  }

  /** How many bytes follow this first one; -1 where it begins nothing. */
  private static int following(int first) {
    if (first >= 0xC2 && first <= 0xDF) {
      return 1;
    }
    if (first >= 0xE0 && first <= 0xEF) {
      return 2;
    }
    return first >= 0xF0 && first <= 0xF4 ? 3 : -1;
  }

  // The second byte's range excludes overlong forms, surrogates and what is beyond U+10FFFF.

  private static int least(int first, int step) {
    if (step == 1 && first == 0xE0) {
      return 0xA0;
    }
    return step == 1 && first == 0xF0 ? 0x90 : 0x80;
  }

  private static int greatest(int first, int step) {
    if (step == 1 && first == 0xED) {
      return 0x9F;
    }
    return step == 1 && first == 0xF4 ? 0x8F : 0xBF;
  }
}
