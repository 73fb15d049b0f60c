package org.openlauncher.command;

import java.util.concurrent.Callable;
import org.openlauncher.boot.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "version", description = "Print the versions of the launcher and of its Java.")
final class VersionCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    command.commandLine().printVersionHelp(command.commandLine().getOut());
    return ExitStatus.SUCCESS.number();
  }
}
