package org.openlauncher.process.script;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Data for a constant shell script, which reads it line by line: a letter that says what it is, and
 * a text. Where the letter is a capital one, the text has line breaks and backslashes written as
 * {@code \0ooo}, for {@code printf %b}. So neither {@code ps} nor an environment shows the data,
 * and no shell ever takes it for code. A line with a dot alone says that the order is whole.
 */
public final class ScriptOrder {
  private static final int ENOUGH_FOR_MOST = 4096;

  private final ByteArrayOutputStream lines = new ByteArrayOutputStream(ENOUGH_FOR_MOST);

  /**
   * Adds a text.
   *
   * @param letter a small letter
   * @param text without NUL
   */
  public ScriptOrder line(char letter, byte[] text) {
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

  /** Adds a text, in UTF-8. */
  public ScriptOrder line(char letter, String text) {
    return line(letter, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The whole order, with the mark that it is whole. */
  public byte[] complete() {
    line('.', new byte[0]);
    return lines.toByteArray();
  }
}
