package org.openlauncher.command;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.openlauncher.auth.CredentialSigner;
import org.openlauncher.auth.CredentialVerifier;
import org.openlauncher.auth.KeyFileException;
import org.openlauncher.auth.SecureCookieKey;
import org.openlauncher.boot.CheckedConfiguration;
import org.openlauncher.boot.ExitStatus;
import org.openlauncher.boot.StartupException;
import org.openlauncher.config.ServerSettings;
import org.openlauncher.daemon.ServiceKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "credential",
    description =
        "Print a credential for requests as a user, to be sent as 'Authorization: Launcher"
            + " CREDENTIAL'. Whoever can read the secure-cookie-key can make one.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:printed",
      "2:wrong options",
      "77:the key cannot be read",
      "78:no key, or one that others could have read"
    })
final class CredentialCommand implements Callable<Integer> {
  private static final long MOST_MINUTES = CredentialVerifier.LONGEST_VALIDITY.toMinutes();

  @Mixin private InstallationOptions options = new InstallationOptions();

  @Option(names = "--user", paramLabel = "NAME", required = true, description = "Who asks.")
  private String user = "";

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long it is valid, 1 to 1440 (default: ${DEFAULT-VALUE}).")
  private long minutes;

  @Override
  public Integer call() throws Exception {
    if (minutes < 1 || minutes > MOST_MINUTES) {
      throw new StartupException(
          ExitStatus.USAGE, "--minutes: expected 1 to " + MOST_MINUTES + ", found " + minutes);
    }
    if (!CredentialSigner.isUserName(user)) {
      throw new StartupException(
          ExitStatus.USAGE,
          "--user: expected a user's name, 1 to 256 bytes of UTF-8 without control characters");
    }
    ServerSettings settings = CheckedConfiguration.ofServer(options.installation());
    System.out.println(
        new CredentialSigner(key(settings)).issue(user, Duration.ofMinutes(minutes)));
    return ExitStatus.SUCCESS.number();
  }

  private static SecureCookieKey key(ServerSettings settings) throws StartupException {
    try {
      return ServiceKey.read(settings);
    } catch (KeyFileException refused) {
      throw new StartupException(
          refused.isDenied() ? ExitStatus.NO_PERMISSION : ExitStatus.CONFIGURATION,
          refused.getMessage());
    }
  }
}
