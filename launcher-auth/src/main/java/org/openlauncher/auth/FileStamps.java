package org.openlauncher.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/**
 * Tells when files that belong together have changed, by looking at them again and again. Symbolic
 * links are followed: where they lead may change too. For one thread.
 */
public final class FileStamps {
  private static final String ATTRIBUTES = "unix:ino,dev,size,mode,uid,gid,lastModifiedTime,ctime";

  private final List<Path> files;
  private List<String> handled;
  private List<String> seen;

  /** Begins with the files as they are now: make it before they are read. */
  public FileStamps(List<Path> files) {
    this.files = List.copyOf(files);
    this.handled = look();
    this.seen = handled;
  }

  /**
   * Whether the files are others than when this was last answered with yes. It is, once for each
   * change, when they have stayed the same from one question to the next: who replaces several
   * files, or writes one slowly, is left to finish.
   */
  public boolean changed() {
    List<String> now = look();
    boolean settled = now.equals(seen);
    seen = now;
    if (!settled || now.equals(handled)) {
      return false;
    }
    handled = now;
    return true;
  }

  private List<String> look() {
    return files.stream().map(FileStamps::stamp).toList();
  }

  /** Anything that changes when the file does; what can't be looked at is a state too. */
  private static String stamp(Path file) {
    try {
      return file.toRealPath() + " " + new TreeMap<>(Files.readAttributes(file, ATTRIBUTES));
    } catch (IOException failure) {
      return failure.toString();
    }
  }
}
