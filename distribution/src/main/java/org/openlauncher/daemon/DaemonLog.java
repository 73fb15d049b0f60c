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
import org.openlauncher.boot.LogFolder;

/** What a background launcher leaves to read, and what of it one start has added. */
record DaemonLog(LogFolder folder, long begin) {
  private static final int MAXIMUM_LINES = 20;
  private static final int MAXIMUM_BYTES = 16 * 1024;

  static DaemonLog in(LogFolder folder) {
    return new DaemonLog(folder, folder.log().toFile().length());
  }

  /** The last lines of this start: what went to standard error, and the log. */
  List<String> tail() {
    List<String> lines = new ArrayList<>(tail(folder.standardError(), 0));
    // A log that is shorter than before was begun anew meanwhile.
    long length = folder.log().toFile().length();
    lines.addAll(tail(folder.log(), length < begin ? 0 : begin));
    return lines;
  }

  private static List<String> tail(Path file, long begin) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
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
      return List.of("(" + file + " cannot be read: " + unreadable + ")");
    }
  }
}
