package org.openlauncher.process.shell;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.openlauncher.process.script.ScriptOrder;

/**
 * What the shim reads from its standard input: a line for each datum, a letter and a text. The
 * launcher's locale has no part in it, other than in arguments that the JVM would pass, and neither
 * {@code ps} nor the shim's own environment shows it.
 */
final class LaunchOrder {
  private static final Charset FILE_NAMES =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  private final ScriptOrder lines = new ScriptOrder();

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
    return lines.complete();
  }

  private LaunchOrder path(char letter, Path path) {
    return line(letter, path.toString().getBytes(FILE_NAMES));
  }

  private LaunchOrder line(char letter, byte[] text) {
    lines.line(letter, text);
    return this;
  }
}
