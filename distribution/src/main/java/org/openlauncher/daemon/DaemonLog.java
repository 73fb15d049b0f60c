package org.openlauncher.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openlauncher.boot.ExitStatus;
import org.openlauncher.boot.StartupException;

/** The file that a background launcher's output goes to, and what one start has added to it. */
record DaemonLog(Path file, long begin) {
  private static final int MAXIMUM_LINES = 20;
  private static final int MAXIMUM_BYTES = 16 * 1024;

  /** In the first of those folders that can be written, made where it is missing. */
  static DaemonLog inFirstWritable(Path... folders) throws StartupException {
    List<String> reasons = new ArrayList<>();
    for (Path folder : folders) {
      try {
        Files.createDirectories(folder);
        if (Files.isWritable(folder)) {
          return in(folder);
        }
        reasons.add(folder + " (no permission)");
      } catch (IOException problem) {
        reasons.add(folder + " (" + problem + ")");
      }
    }
    throw new StartupException(
        ExitStatus.CANNOT_CREATE, "no folder for the log can be written: " + reasons);
  }

  static DaemonLog in(Path folder) {
    Path file = folder.resolve("rstudio-launcher.log");
    return new DaemonLog(file, file.toFile().length());
  }

  /** The last lines of this start. */
  List<String> tail() {
    try (SeekableByteChannel channel =
        Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      channel.position(Math.max(begin, channel.size() - MAXIMUM_BYTES));
      ByteBuffer bytes = ByteBuffer.allocate(MAXIMUM_BYTES);
      int read = channel.read(bytes);
      while (read > 0) {
        read = channel.read(bytes);
      }
      List<String> lines =
          new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).lines().toList();
      return lines.subList(Math.max(0, lines.size() - MAXIMUM_LINES), lines.size());
    } catch (IOException unreadable) {
      return List.of("(the log cannot be read: " + unreadable + ")");
    }
  }
}
