package org.openlauncher.process.shell;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What the shim reads from its standard input: a line for each datum, a letter and a text. The
 * launcher's locale has no part in it, other than in arguments that the JVM would pass, and neither
 * {@code ps} nor the shim's own environment shows it.
 */
final class LaunchOrder {
  private static final Charset FILE_NAMES =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  private final ByteArrayOutputStream lines = new ByteArrayOutputStream(4096);

  LaunchOrder record(Path record, String token) {
    return path('r', record).line('t', token.getBytes(StandardCharsets.US_ASCII));
  }

  LaunchOrder umask(int umask) {
    return line('u', Integer.toOctalString(umask).getBytes(StandardCharsets.US_ASCII));
  }

  LaunchOrder workingDirectory(Path directory) {
    return path('d', directory);
  }

  LaunchOrder standardInput(Path file) {
    return path('i', file);
  }

  LaunchOrder standardOutput(Path file) {
    return path('o', file);
  }

  LaunchOrder standardError(Path file) {
    return path('e', file);
  }

  LaunchOrder mergedError() {
    return line('m', new byte[0]);
  }

  LaunchOrder variable(String assignment) {
    return line('v', assignment.getBytes(StandardCharsets.UTF_8));
  }

  LaunchOrder argument(String argument) {
    return line('a', argument.getBytes(StandardCharsets.UTF_8));
  }

  /** The whole order, with the mark that it is whole. */
  byte[] complete() {
    line('.', new byte[0]);
    return lines.toByteArray();
  }

  private LaunchOrder path(char letter, Path path) {
    return line(letter, path.toString().getBytes(FILE_NAMES));
  }

  private LaunchOrder line(char letter, byte[] text) {
    boolean multiline = false;
    for (byte value : text) {
      multiline |= value == '\n';
    }
    if (multiline) {
      lines.write(Character.toUpperCase(letter));
      for (byte value : text) {
        if (value == '\n' || value == '\\') {
          lines.writeBytes(
              String.format(Locale.ROOT, "\\0%03o", (int) value)
                  .getBytes(StandardCharsets.US_ASCII));
        } else {
          lines.write(value);
        }
      }
    } else {
      lines.write(letter);
      lines.writeBytes(text);
    }
    lines.write('\n');
    return this;
  }
}
