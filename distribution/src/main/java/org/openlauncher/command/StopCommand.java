package org.openlauncher.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.openlauncher.boot.CheckedConfiguration;
import org.openlauncher.boot.ExitStatus;
import org.openlauncher.boot.ProcessIdentity;
import org.openlauncher.daemon.Daemon;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "stop",
    description = "Tell the launcher to end and wait for it. Its jobs go on.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:it has ended, or did not run", "1:it has not ended", "77:it is not yours"})
final class StopCommand implements Callable<Integer> {
  @Mixin private InstallationOptions options;

  StopCommand() {
    this(new InstallationOptions());
  }

  StopCommand(InstallationOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws Exception {
    Daemon daemon = new Daemon(CheckedConfiguration.ofServer(options.installation()));
    Optional<ProcessIdentity> stopped = daemon.stop();
    System.out.println(
        stopped
            .map(process -> "rstudio-launcher: process " + process.pid() + " has ended; jobs go on")
            .orElse("rstudio-launcher: not running"));
    return ExitStatus.SUCCESS.number();
  }
}
