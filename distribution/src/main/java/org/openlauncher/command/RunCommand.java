package org.openlauncher.command;

import java.util.Map;
import java.util.concurrent.Callable;
import org.openlauncher.boot.Boot;
import org.openlauncher.boot.CheckedConfiguration;
import org.openlauncher.boot.Installation;
import org.openlauncher.daemon.Lowering;
import org.openlauncher.daemon.ServiceAccount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "run",
    description =
        "Serve in the foreground until SIGTERM or SIGINT; jobs go on. SIGHUP reads launcher.conf"
            + " again. OPENLAUNCHER_LOG=console in its environment has it log to standard output.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:told to stop (SIGTERM, SIGINT), and stopped in order",
      "1:did not stop in order",
      "69:the address or the job store cannot be used",
      "70:a bundle of the launcher does not resolve or start",
      "73:a folder or file cannot be made",
      "75:another launcher uses the same scratch-path",
      "77:the key's file cannot be trusted or read",
      "78:the configuration is wrong"
    })
final class RunCommand implements Callable<Integer> {
  @Mixin private InstallationOptions options = new InstallationOptions();

  @Override
  public Integer call() throws Exception {
    Installation installation = options.installation();
    if (ServiceAccount.startedByRoot()) {
      return LoweredOutput.print(
          Lowering.of(installation, CheckedConfiguration.ofLauncher(installation).server())
              .serve(Map.of()));
    }
    return new Boot(installation).serve();
  }
}
