package org.openlauncher.command;

import org.openlauncher.boot.HangUp;
import org.openlauncher.boot.StartupException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program itself; every piece of work is one of its subcommands. */
@Command(
    name = "rstudio-launcher",
    mixinStandardHelpOptions = true,
    versionProvider = LauncherVersion.class,
    scope = CommandLine.ScopeType.INHERIT,
    description = "Starts sessions and batch jobs on this machine and on clusters.",
    subcommands = {
      RunCommand.class,
      StartCommand.class,
      StopCommand.class,
      RestartCommand.class,
      StatusCommand.class,
      CheckConfigCommand.class,
      CredentialCommand.class,
      PluginsCommand.class,
      ServeAsPluginCommand.class,
      VerifyInstallationCommand.class,
      VersionCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "The configuration is read from /etc/rstudio, or from where RSTUDIO_CONFIG_DIR or",
      "--config-dir points. 'rstudio-launcher COMMAND --help' explains a command."
    })
public final class LauncherCommand {

  private LauncherCommand() {}

  public static void main(String[] arguments) {
    if (arguments.length > 0 && (arguments[0].equals("run") || arguments[0].equals("plugin"))) {
      // At once, since it ends the process otherwise: whoever reloads a service does not look
      // first.
      HangUp.ignore();
    }
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new LauncherCommand())
        .setExecutionExceptionHandler(
            (problem, commandLine, parsed) -> {
              if (problem instanceof StartupException expected) {
                commandLine.getErr().println("rstudio-launcher: " + expected.getMessage());
                return expected.status();
              }
              throw problem;
            });
  }
}
