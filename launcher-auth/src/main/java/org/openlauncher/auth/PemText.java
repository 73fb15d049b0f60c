package org.openlauncher.auth;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A key in PEM: one block, whatever stands around it. */
// An array in a record: made to be read once, never compared.
@SuppressWarnings("ArrayRecordComponent")
record PemText(String label, byte[] content) {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  /** The first block of a text. */
  static Optional<PemText> in(String text) {
    Matcher block = BLOCK.matcher(text);
    if (!block.find()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PemText(block.group(1), Base64.getMimeDecoder().decode(block.group(2))));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  static String write(String label, byte[] content) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
  }

  /** Never the content. */
  @Override
  public String toString() {
    return label;
  }
}
