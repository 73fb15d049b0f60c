package org.openlauncher.process.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** The native program, where it can be trusted. */
record SpawnerProgram(Path path) {
  private static final int OTHERS_WRITE = 022;
  private static final int STICKY = 01000;

  /**
   * Looks at the program.
   *
   * @param text its absolute path
   * @throws IOException where it is missing, or others than root and this process's user could have
   *     put it there; the message says which
   */
  static SpawnerProgram at(String text) throws IOException {
    try {
      Path path = Path.of(text);
      if (!path.isAbsolute()) {
        throw new IOException("the path must be absolute, is \"" + text + "\"");
      }
      Path real = path.toRealPath();
      if (!Files.isRegularFile(real) || !Files.isExecutable(real)) {
        throw new IOException("it is not a file that this user can run");
      }
      requireTrusted(real, OTHERS_WRITE);
      Path folder = real.getParent();
      if (folder != null) {
        requireTrusted(folder, OTHERS_WRITE | STICKY);
      }
      return new SpawnerProgram(real);
    } catch (InvalidPathException impossible) {
      throw new IOException("\"" + text + "\" is no path", impossible);
    }
  }

  /** In a folder with the sticky bit others can write, but can't replace the program. */
  private static void requireTrusted(Path path, int relevant) throws IOException {
    Map<String, Object> found = Files.readAttributes(path, "unix:uid,mode");
    Map<String, Object> self = Files.readAttributes(Path.of("/proc/self"), "unix:uid");
    Object owner = found.get("uid");
    if (!Integer.valueOf(0).equals(owner) && !Objects.equals(self.get("uid"), owner)) {
      throw new IOException(path + " belongs to user " + owner);
    }
    int mode = found.get("mode") instanceof Integer bits ? bits & relevant : OTHERS_WRITE;
    if ((mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0) {
      throw new IOException(path + " is writable for others than its owner");
    }
  }
}
