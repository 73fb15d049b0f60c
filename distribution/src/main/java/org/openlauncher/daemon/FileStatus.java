package org.openlauncher.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/** What the kernel says of a path itself, never of what a symbolic link points to. */
record FileStatus(Path path, int mode, long owner, long group) {
  private static final int TYPE = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int SYMBOLIC_LINK = 0120000;
  private static final int STICKY = 01000;
  private static final int GROUP_WRITE = 020;
  private static final int OTHERS_WRITE = 02;
  private static final int FIRST_ORDINARY_GROUP = 1000;

  static FileStatus of(Path path) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(path, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
    return new FileStatus(
        path,
        number(attributes, "mode"),
        Integer.toUnsignedLong(number(attributes, "uid")),
        Integer.toUnsignedLong(number(attributes, "gid")));
  }

  private static int number(Map<String, Object> attributes, String name) throws IOException {
    if (attributes.get(name) instanceof Integer value) {
      return value;
    }
    throw new IOException("the file system does not tell the " + name);
  }

  boolean isDirectory() {
    return (mode & TYPE) == DIRECTORY;
  }

  boolean isSymbolicLink() {
    return (mode & TYPE) == SYMBOLIC_LINK;
  }

  String permissions() {
    return String.format("%04o", mode & 07777);
  }

  /** Somebody besides root can put entries there; system groups such as syslog's are trusted. */
  boolean isOpenToOthers() {
    boolean groupCanWrite = (mode & GROUP_WRITE) != 0 && group >= FIRST_ORDINARY_GROUP;
    return owner != 0 || groupCanWrite || (mode & OTHERS_WRITE) != 0;
  }

  /** Somebody besides root can replace entries that are root's. */
  boolean letsOthersReplace() {
    return isOpenToOthers() && !(owner == 0 && (mode & STICKY) != 0);
  }
}
