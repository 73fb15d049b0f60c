package org.openlauncher.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.openlauncher.boot.CheckedConfiguration;
import org.openlauncher.boot.ExitStatus;
import org.openlauncher.boot.Installation;
import org.openlauncher.boot.ProcessIdentity;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.daemon.BackgroundStart;
import org.openlauncher.daemon.Daemon;
import org.openlauncher.daemon.ReadyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "start",
    description =
        "Start the launcher in the background and wait until it listens. Started by root it runs"
            + " as server-user and its jobs as their owners; started by anybody else, all of it"
            + " runs as that user.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:it listens, or did so already",
      "other:it does not; the status is the one of 'run'"
    })
final class StartCommand implements Callable<Integer> {
  @Mixin private InstallationOptions options;

  StartCommand() {
    this(new InstallationOptions());
  }

  StartCommand(InstallationOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws Exception {
    Installation installation = options.installation();
    LauncherConfiguration configuration = CheckedConfiguration.ofLauncher(installation);
    Optional<ProcessIdentity> running = new Daemon(configuration.server()).running();
    if (running.isPresent()) {
      System.out.println("rstudio-launcher: already running, process " + running.get().pid());
      return ExitStatus.SUCCESS.number();
    }
    BackgroundStart.Started started = new BackgroundStart(installation, configuration).start();
    System.out.println(
        "rstudio-launcher: listens on "
            + started.ready().map(ReadyFile::address).orElse("an unknown address")
            + ", process "
            + started.process().pid()
            + ", log "
            + started.log());
    System.out.println(
        started
            .user()
            .map(user -> "rstudio-launcher: in this mode every job runs as " + user)
            .orElse("rstudio-launcher: jobs run as their owners"));
    return ExitStatus.SUCCESS.number();
  }
}
