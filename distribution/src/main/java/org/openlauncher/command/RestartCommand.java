package org.openlauncher.command;

import java.util.concurrent.Callable;
import org.openlauncher.boot.CheckedConfiguration;
import org.openlauncher.boot.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "restart",
    description = "Stop and start. Jobs go on and are found again.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:it listens again", "other:the one of 'stop' or 'start'"})
final class RestartCommand implements Callable<Integer> {
  @Mixin private InstallationOptions options = new InstallationOptions();

  @Override
  public Integer call() throws Exception {
    // What could not start again is better left running.
    CheckedConfiguration.ofLauncher(options.installation());
    int stopped = new StopCommand(options).call();
    return stopped == ExitStatus.SUCCESS.number() ? new StartCommand(options).call() : stopped;
  }
}
