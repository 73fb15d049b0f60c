package org.openlauncher.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Telling text from what is none, by the judgement of the platform's own decoder. */
final class Utf8Test {
  private static final int[] FOLLOWING = {0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF};

  /** The longest text, behind which is nothing, or something that can still become a character. */
  private static int asTheDecoderSees(byte[] bytes) {
    for (int length = bytes.length; length >= Math.max(0, bytes.length - 3); length--) {
      if (isText(Arrays.copyOf(bytes, length))
          && (length == bytes.length
              || canBecomeText(Arrays.copyOfRange(bytes, length, bytes.length)))) {
        return length;
      }
    }
    return -1;
  }

  private static boolean canBecomeText(byte[] begun) {
    if (begun.length > 4 || isText(begun)) {
      return begun.length <= 4;
    }
    for (int next : FOLLOWING) {
      byte[] longer = Arrays.copyOf(begun, begun.length + 1);
      longer[begun.length] = (byte) next;
      if (canBecomeText(longer)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isText(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException notText) {
      return false;
    }
  }

  @Test
  void everyKindOfSequenceIsJudgedRight() {
    int[] interesting = {
      0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1,
      0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
    };
    for (int first : interesting) {
      for (int second : interesting) {
        for (int third : interesting) {
          for (int fourth : FOLLOWING) {
            byte[] bytes = {(byte) first, (byte) second, (byte) third, (byte) fourth};
            assertThat(Utf8.validUpTo(bytes, 4))
                .as("%x %x %x %x", first, second, third, fourth)
                .isEqualTo(asTheDecoderSees(bytes));
          }
        }
      }
    }
  }

  @Test
  void aTextCutAnywhereIsIncompleteAtMost() {
    byte[] text = "aä€\uD83D\uDE00".repeat(50).getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length <= text.length; length++) {
      int valid = Utf8.validUpTo(text, length);
      assertThat(valid).isBetween(Math.max(0, length - 3), length);
    }
  }

  @Test
  void randomBytesAreJudgedAsTheDecoderDoes() {
    Random random = new Random(3);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(8)];
      random.nextBytes(bytes);
      assertThat(Utf8.validUpTo(bytes, bytes.length)).isEqualTo(asTheDecoderSees(bytes));
    }
  }
}
