package org.openlauncher.plugin.docker.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What an administrator does about an engine of this machine that can't be reached. */
final class UnreachableAdvice {
  private static final String UNIX = "unix://";

  private UnreachableAdvice() {}

  /**
   * The command, behind a semicolon; nothing where none is known to help.
   *
   * @param address where the engine listens
   * @param reason what the system says
   */
  static String of(String address, String reason) {
    if (!address.startsWith(UNIX)) {
      return "";
    }
    if (!reason.contains("Permission denied")) {
      return "; if it does not run: sudo systemctl start docker";
    }
    try {
      Object group = Files.getAttribute(Path.of(address.substring(UNIX.length())), "posix:group");
      return "; run: sudo usermod -aG "
          + group
          + " "
          + System.getProperty("user.name")
          + " && sudo rstudio-launcher restart";
    } catch (IOException closed) {
      return "; its folder is closed to user " + System.getProperty("user.name");
    }
  }
}
