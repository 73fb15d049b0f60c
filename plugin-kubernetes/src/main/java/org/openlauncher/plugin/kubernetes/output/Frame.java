package org.openlauncher.plugin.kubernetes.output;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A line of the log of a pod, as the first process of its container wrote it. */
public sealed interface Frame {
  /** The job's program was started. */
  record Started() implements Frame {}

  /**
   * A piece of the output.
   *
   * @param standardOutput whether of standard output, else of standard error
   * @param position how many bytes of both were before it
   * @param content it
   */
  record Piece(boolean standardOutput, long position, ByteBuffer content) implements Frame {}

  /**
   * Nothing follows.
   *
   * @param length how many bytes there were
   */
  record End(long length) implements Frame {}

  /** Reads a line; empty where it is none of these, such as an error of what keeps the log. */
  static Optional<Frame> parse(byte[] line) {
    if (line.length == 1 && line[0] == 's') {
      return Optional.of(new Started());
    }
    if (line.length < 3 || line[1] != ' ') {
      return Optional.empty();
    }
    int at = 2;
    while (at < line.length && line[at] >= '0' && line[at] <= '9') {
      at++;
    }
    if (at == 2 || at > 20) {
      return Optional.empty();
    }
    long number = Long.parseLong(new String(line, 2, at - 2, StandardCharsets.US_ASCII));
    if (line[0] == '.') {
      return at == line.length ? Optional.of(new End(number)) : Optional.empty();
    }
    if ((line[0] != 'o' && line[0] != 'e') || at == line.length || line[at] != ' ') {
      return Optional.empty();
    }
    return unescaped(line, at + 1)
        .map(content -> new Piece(line[0] == 'o', number, ByteBuffer.wrap(content)));
  }

  private static Optional<byte[]> unescaped(byte[] line, int from) {
    ByteArrayOutputStream content = new ByteArrayOutputStream(line.length - from);
    int at = from;
    while (at < line.length) {
      if (line[at] != '\\') {
        content.write(line[at]);
        at++;
      } else if (at + 1 < line.length && line[at + 1] == 'n') {
        content.write('\n');
        at += 2;
      } else {
        int high = at + 2 < line.length ? Character.digit(line[at + 1], 16) : -1;
        int low = high < 0 ? -1 : Character.digit(line[at + 2], 16);
        if (low < 0) {
          return Optional.empty();
        }
        content.write(high * 16 + low);
        at += 3;
      }
    }
    return Optional.of(content.toByteArray());
  }
}
