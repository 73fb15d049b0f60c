package org.openlauncher.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.openlauncher.boot.Boot;
import org.openlauncher.boot.CheckedConfiguration;
import org.openlauncher.boot.Installation;
import org.openlauncher.daemon.Lowering;
import org.openlauncher.daemon.ServiceAccount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "check-config",
    description =
        "Read all configuration files, say every problem with file and line, and show the"
            + " effective values with where each one came from.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:the launcher would start with this", "78:it would not"})
final class CheckConfigCommand implements Callable<Integer> {
  @Mixin private InstallationOptions options = new InstallationOptions();

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean json;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "Show what this user may use at each cluster, and nothing else.")
  private Optional<String> user = Optional.empty();

  @Override
  public Integer call() throws Exception {
    Installation installation = options.installation();
    if (ServiceAccount.startedByRoot()) {
      return LoweredOutput.print(
          Lowering.of(installation, CheckedConfiguration.forCheck(installation))
              .checkConfiguration(json, user));
    }
    System.setProperty("openlauncher.check-config.format", json ? "json" : "text");
    user.ifPresent(name -> System.setProperty("openlauncher.check-config.user", name));
    return new Boot(installation).checkConfiguration();
  }
}
