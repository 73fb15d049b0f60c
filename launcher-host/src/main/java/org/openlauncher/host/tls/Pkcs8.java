package org.openlauncher.host.tls;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Puts private keys of the older forms into the frame that Java reads (PKCS#8): the key's own bytes
 * behind the name of their algorithm. The keys themselves are not looked into.
 */
final class Pkcs8 {
  private static final int INTEGER = 0x02;
  private static final int OCTET_STRING = 0x04;
  private static final int SEQUENCE = 0x30;
  private static final int CURVE = 0xA0;
  private static final int LONG_LENGTH = 0x80;
  private static final int MOST_LENGTH_BYTES = 3;

  private static final byte[] VERSION = element(INTEGER, new byte[] {0});

  /** rsaEncryption, with the NULL that belongs to it. */
  private static final byte[] RSA =
      element(SEQUENCE, HexFormat.of().parseHex("06092a864886f70d0101010500"));

  /** id-ecPublicKey, behind which the curve stands. */
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

  private Pkcs8() {}

  /** Of an RSA key as PKCS#1 has it. */
  static byte[] ofRsa(byte[] key) {
    return element(SEQUENCE, VERSION, RSA, element(OCTET_STRING, key));
  }

  /**
   * Of an EC key as SEC1 has it.
   *
   * @param curve the curve's name where the key does not hold it, as its own element
   * @return empty where the curve stands nowhere, or the key has another form
   */
  static Optional<byte[]> ofEc(byte[] key, Optional<byte[]> curve) {
    return curveOf(key)
        .or(() -> curve)
        .map(
            named ->
                element(
                    SEQUENCE, VERSION, element(SEQUENCE, EC, named), element(OCTET_STRING, key)));
  }

  /** ECPrivateKey: a sequence of version, key, [0] curve, [1] public key. */
  private static Optional<byte[]> curveOf(byte[] key) {
    try {
      ByteBuffer content = ByteBuffer.wrap(key);
      if (content.get() != SEQUENCE) {
        return Optional.empty();
      }
      ByteBuffer members = value(content);
      while (members.hasRemaining()) {
        int tag = Byte.toUnsignedInt(members.get());
        ByteBuffer member = value(members);
        if (tag == CURVE) {
          byte[] curve = new byte[member.remaining()];
          member.get(curve);
          return Optional.of(curve);
        }
      }
      return Optional.empty();
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException cut) {
      return Optional.empty();
    }
  }

  /** Reads a length and as many bytes behind it. */
  private static ByteBuffer value(ByteBuffer buffer) {
    int length = Byte.toUnsignedInt(buffer.get());
    if (length >= LONG_LENGTH) {
      int count = length - LONG_LENGTH;
      if (count > MOST_LENGTH_BYTES) {
        throw new IllegalArgumentException("longer than any key");
      }
      length = 0;
      for (int index = 0; index < count; index++) {
        length = length << Byte.SIZE | Byte.toUnsignedInt(buffer.get());
      }
    }
    ByteBuffer value = buffer.slice(buffer.position(), length);
    buffer.position(buffer.position() + length);
    return value;
  }

  private static byte[] element(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.write(tag);
    int length = content.size();
    if (length < LONG_LENGTH) {
      element.write(length);
    } else {
      int count = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / Byte.SIZE;
      element.write(LONG_LENGTH + count);
      for (int shift = (count - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
        element.write(length >>> shift);
      }
    }
    element.writeBytes(content.toByteArray());
    return element.toByteArray();
  }
}
