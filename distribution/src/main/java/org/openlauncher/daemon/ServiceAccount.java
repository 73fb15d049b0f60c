package org.openlauncher.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.auth.MachineUserDirectory;
import org.openlauncher.boot.ExitStatus;
import org.openlauncher.boot.StartupException;

/** The account that the launcher runs as when root starts it. */
public record ServiceAccount(String name, long userId, long groupId, Path home) {

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
    try {
      return new MachineUserDirectory()
          .find(name)
          .map(user -> new ServiceAccount(user.name(), user.uid(), user.gid(), user.home()));
    } catch (LauncherException problem) {
      throw new StartupException(
          ExitStatus.FAILURE, "server-user " + name + ": " + problem.getMessage());
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
