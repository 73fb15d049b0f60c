package org.openlauncher.command;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.openlauncher.boot.ExitStatus;
import org.openlauncher.boot.ServerSettings;
import org.openlauncher.boot.StartupException;
import org.openlauncher.daemon.KeyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "credential",
    description =
        "Print a credential for requests as a user, to be sent as 'Authorization: Launcher"
            + " CREDENTIAL'. Whoever can read the secure-cookie-key can make one.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:printed", "2:wrong options", "77:the key cannot be read", "78:no key"})
final class CredentialCommand implements Callable<Integer> {
  private static final int MAXIMUM_MINUTES = 24 * 60;

  @Mixin private InstallationOptions options = new InstallationOptions();

  @Option(names = "--user", paramLabel = "NAME", required = true, description = "Who asks.")
  private String user = "";

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long it is valid, 1440 at most (default: ${DEFAULT-VALUE}).")
  private int minutes;

  @Override
  public Integer call() throws Exception {
    if (minutes < 1 || minutes > MAXIMUM_MINUTES) {
      throw new StartupException(
          ExitStatus.USAGE, "--minutes is " + minutes + ", expected 1 to " + MAXIMUM_MINUTES);
    }
    if (user.isEmpty() || user.chars().anyMatch(Character::isISOControl)) {
      throw new StartupException(ExitStatus.USAGE, "--user must be the name of a user");
    }
    ServerSettings settings = ServerSettings.read(options.installation().configurationFolder());
    System.out.println(
        Credential.sign(
            user,
            Instant.now().plus(Duration.ofMinutes(minutes)),
            new KeyFile(settings.keyFile()).read()));
    return ExitStatus.SUCCESS.number();
  }
}
