package org.openlauncher.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The line that the host writes when it listens: {@code {"pid":1,"address":"host:port"}}. */
public record ReadyFile(String address) {
  private static final Pattern LINE =
      Pattern.compile("\\{\"pid\":(\\d+),\"address\":\"([^\"\\\\]+)\"\\}");

  static Optional<ReadyFile> read(Path file, long pid) {
    try {
      Matcher line = LINE.matcher(Files.readString(file).strip());
      return line.matches() && line.group(1).equals(Long.toString(pid))
          ? Optional.of(new ReadyFile(line.group(2)))
          : Optional.empty();
    } catch (IOException absent) {
      return Optional.empty();
    }
  }
}
