package org.openlauncher.host.tls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One block of a PEM file: what stands between {@code -----BEGIN label-----} and the line that ends
 * it. Text outside of blocks is a comment.
 *
 * @param label what the block says that it is
 * @param encrypted whether its headers say that the content is encrypted, as older keys do
 * @param content the bytes; empty where they are encrypted
 * @param line where it begins in the file
 */
// An array in a record: made for one read of a file, never compared, never changed.
@SuppressWarnings("ArrayRecordComponent")
record PemBlock(String label, boolean encrypted, byte[] content, int line) {
  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----");
  private static final String ENCRYPTED_HEADER = "proc-type: 4,encrypted";

  /**
   * The blocks of a file.
   *
   * @throws MalformedPemException where a block is cut off or damaged
   */
  static List<PemBlock> parse(byte[] file) throws MalformedPemException {
    List<String> lines =
        new String(file, StandardCharsets.ISO_8859_1).lines().map(String::strip).toList();
    List<PemBlock> blocks = new ArrayList<>();
    int position = 0;
    while (position < lines.size()) {
      Matcher begin = BEGIN.matcher(lines.get(position));
      if (begin.matches()) {
        String label = begin.group(1);
        int end = lines.subList(position, lines.size()).indexOf("-----END " + label + "-----");
        if (end < 0) {
          throw new MalformedPemException(
              "the " + label + " that begins in line " + (position + 1) + " has no end");
        }
        blocks.add(of(label, lines.subList(position + 1, position + end), position + 1));
        position += end;
      }
      position++;
    }
    return blocks;
  }

  private static PemBlock of(String label, List<String> lines, int line)
      throws MalformedPemException {
    if (lines.stream().anyMatch(each -> each.toLowerCase(Locale.ROOT).equals(ENCRYPTED_HEADER))) {
      return new PemBlock(label, true, new byte[0], line);
    }
    try {
      byte[] content = Base64.getDecoder().decode(String.join("", lines));
      return new PemBlock(label, false, content, line);
    } catch (IllegalArgumentException damaged) {
      throw new MalformedPemException(
          "the " + label + " that begins in line " + line + " is not valid base64");
    }
  }

  /** The first block of one of these labels. */
  static Optional<PemBlock> first(List<PemBlock> blocks, List<String> labels) {
    return blocks.stream().filter(block -> labels.contains(block.label)).findFirst();
  }

  /** Label and place; the content may be a secret. */
  @Override
  public String toString() {
    return label + " in line " + line;
  }

  /** A file that begins as PEM and does not go on so. */
  static final class MalformedPemException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedPemException(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
