package org.openlauncher.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.config.Problem.Severity;

/**
 * The lines of a configuration file. The file is read once and whole, as the user that the launcher
 * runs as. Line ends of both kinds, a byte order mark and a last line without an end are fine.
 */
public final class SourceLines {
  static final int MOST_BYTES = 16 * 1024 * 1024;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Path file;
  private final Problems problems;

  /** Of this file; {@code problems} takes what is wrong with it. */
  public SourceLines(Path file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /**
   * One line.
   *
   * @param origin where it stands
   * @param text without blanks at either end
   * @param indented whether blanks stood before the text
   * @param intact whether it is well-formed text; if not, the problem is told already
   */
  public record Line(Origin origin, String text, boolean indented, boolean intact) {
    /** Whether it says nothing to a program. */
    public boolean isComment() {
      return text.startsWith("#");
    }
  }

  /**
   * Hands over all lines that are not empty.
   *
   * @param ifMissing what to do where there is no such file, for the message
   * @return whether the file could be read; if not, the problem is told already
   */
  public boolean read(String ifMissing, Consumer<Line> reader) {
    Optional<byte[]> content = content(ifMissing);
    content.ifPresent(bytes -> split(bytes, reader));
    return content.isPresent();
  }

  private Optional<byte[]> content(String ifMissing) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        String found = attributes.isDirectory() ? "a folder" : "something else (a device or pipe)";
        return unusable("expected a file, found " + found);
      }
      try (InputStream stream = Files.newInputStream(file)) {
        byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
        return bytes.length > MOST_BYTES
            ? unusable("expected at most " + MOST_BYTES + " bytes, found more")
            : Optional.of(bytes);
      }
    } catch (NoSuchFileException missing) {
      return unusable("there is no such file; " + ifMissing);
    } catch (AccessDeniedException denied) {
      return unusable(
          "user "
              + System.getProperty("user.name")
              + " may not read it; allow that with sudo chgrp and sudo chmod g+r, for the file and"
              + " its folders");
    } catch (FileSystemException failure) {
      return unusable("can't be read: " + Optional.ofNullable(failure.getReason()).orElse("?"));
    } catch (IOException failure) {
      return unusable("can't be read: " + failure.getMessage());
    }
  }

  private Optional<byte[]> unusable(String message) {
    problems.error(file, message);
    return Optional.empty();
  }

  private void split(byte[] content, Consumer<Line> reader) {
    int number = 0;
    for (int start = 0; start < content.length; ) {
      int end = start;
      while (end < content.length && content[end] != '\n') {
        end++;
      }
      number++;
      if (end > start) {
        Line line = line(number, ByteBuffer.wrap(content, start, end - start));
        if (!line.text().isEmpty()) {
          reader.accept(line);
        }
      }
      start = end + 1;
    }
  }

  private Line line(int number, ByteBuffer bytes) {
    Origin origin = new Origin(file, number);
    String text;
    boolean decoded = true;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException malformed) {
      text = StandardCharsets.UTF_8.decode(bytes).toString();
      decoded = false;
    }
    if (number == 1 && text.startsWith(BYTE_ORDER_MARK)) {
      text = text.substring(BYTE_ORDER_MARK.length());
    }
    if (text.endsWith("\r")) {
      text = text.substring(0, text.length() - 1);
    }
    OptionalInt control =
        text.chars().filter(code -> Character.isISOControl(code) && code != '\t').findFirst();
    boolean indented = !text.isEmpty() && isBlank(text.charAt(0));
    Line line = new Line(origin, stripBlanks(text), indented, decoded && control.isEmpty());
    if (!decoded) {
      tell(line, "expected text in UTF-8, found bytes that are not");
    } else if (control.isPresent()) {
      tell(line, "expected text, found a control character (U+%04X)".formatted(control.getAsInt()));
    }
    return line;
  }

  /** What stands in a comment has no effect, so that it can't keep the launcher from starting. */
  private void tell(Line line, String message) {
    problems.add(
        file,
        OptionalInt.of(line.origin().line()),
        line.isComment() ? Severity.WARNING : Severity.ERROR,
        message);
  }

  /** Without the spaces and tabs at both ends; other white space is part of the text. */
  public static String stripBlanks(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isBlank(char character) {
    return character == ' ' || character == '\t';
  }
}
