package org.openlauncher.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.openlauncher.boot.ExitStatus;
import org.openlauncher.boot.StartupException;

/** The account that the launcher runs as when root starts it. */
public record ServiceAccount(String name, long userId, long groupId, String home) {
  private static final int FIELDS = 7;

  public static boolean startedByRoot() throws StartupException {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException problem) {
      throw new StartupException(
          ExitStatus.FAILURE, "which user this is cannot be found out: " + problem);
    }
  }

  /** Empty where the machine has no such account. */
  public static Optional<ServiceAccount> find(String name) throws StartupException {
    String[] fields = databaseEntry(name).split(":", -1);
    return fields.length == FIELDS && fields[0].equals(name)
        ? Optional.of(
            new ServiceAccount(
                name, Long.parseLong(fields[2]), Long.parseLong(fields[3]), fields[5]))
        : Optional.empty();
  }

  /** One question; who also wants to know the groups asks a UserDirectory, which takes longer. */
  private static String databaseEntry(String name) throws StartupException {
    try {
      Process getent =
          new ProcessBuilder(List.of("getent", "passwd", "--", name))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      getent.getOutputStream().close();
      return new String(getent.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException problem) {
      throw new StartupException(
          ExitStatus.FAILURE, "the user database cannot be asked (getent): " + problem);
    }
  }

  /** The account that root is to become. */
  static ServiceAccount named(String name) throws StartupException {
    ServiceAccount account =
        find(name)
            .orElseThrow(
                () ->
                    new StartupException(
                        ExitStatus.CONFIGURATION,
                        "server-user "
                            + name
                            + " does not exist. Make it with: useradd --system --user-group --shell"
                            + " /usr/sbin/nologin "
                            + name
                            + "; or start the launcher as an ordinary user, whose own jobs it then"
                            + " runs"));
    if (account.userId == 0 || account.groupId == 0) {
      throw new StartupException(
          ExitStatus.CONFIGURATION,
          "server-user " + name + " has root's user or group id; the launcher never runs as root");
    }
    return account;
  }
}
