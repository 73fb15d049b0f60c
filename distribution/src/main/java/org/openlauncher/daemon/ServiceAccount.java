package org.openlauncher.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openlauncher.boot.ExitStatus;
import org.openlauncher.boot.StartupException;

/** The account that the launcher runs as when root starts it. */
public record ServiceAccount(String name, int userId, int groupId, String home) {

  public static boolean startedByRoot() throws StartupException {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException problem) {
      throw new StartupException(
          ExitStatus.FAILURE, "which user this is cannot be found out: " + problem);
    }
  }

  static ServiceAccount named(String name) throws StartupException {
    if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.@-]*")) {
      throw new StartupException(
          ExitStatus.CONFIGURATION, "server-user '" + name + "' is no name of an account");
    }
    String[] fields = databaseEntry(name).split(":", -1);
    if (fields.length != 7) {
      throw new StartupException(
          ExitStatus.CONFIGURATION,
          "server-user "
              + name
              + " does not exist. Make it with: useradd --system --user-group --shell"
              + " /usr/sbin/nologin "
              + name
              + "; or start the launcher as an ordinary user, whose own jobs it then runs");
    }
    ServiceAccount account =
        new ServiceAccount(
            fields[0], Integer.parseInt(fields[2]), Integer.parseInt(fields[3]), fields[5]);
    if (account.userId == 0 || account.groupId == 0) {
      throw new StartupException(
          ExitStatus.CONFIGURATION,
          "server-user " + name + " has root's user or group id; the launcher never runs as root");
    }
    return account;
  }

  private static String databaseEntry(String name) throws StartupException {
    try {
      Process getent =
          new ProcessBuilder(List.of("getent", "passwd", name))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      getent.getOutputStream().close();
      return new String(getent.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException problem) {
      throw new StartupException(
          ExitStatus.FAILURE, "the user database cannot be asked (getent): " + problem);
    }
  }
}
