package org.openlauncher.command;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.openlauncher.boot.CheckedConfiguration;
import org.openlauncher.boot.ExitStatus;
import org.openlauncher.config.ServerSettings;
import org.openlauncher.config.ServerSettings.TlsFiles;
import org.openlauncher.daemon.Daemon;
import org.openlauncher.daemon.ReadyFile;
import org.openlauncher.daemon.StatusRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "status",
    description = "Ask the running launcher how it and its clusters are.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:Green or Yellow", "1:Red", "3:not running, or it does not answer"})
final class StatusCommand implements Callable<Integer> {
  private static final int HTTP_OK = 200;

  @Mixin private InstallationOptions options = new InstallationOptions();

  @Override
  public Integer call() throws Exception {
    ServerSettings settings = CheckedConfiguration.ofServer(options.installation());
    // Who may not read the scratch folder still knows the configured address.
    Optional<ReadyFile> ready = new Daemon(settings).ready();
    String address = ready.map(ReadyFile::address).orElseGet(() -> settings.address().toString());
    try {
      StatusRequest.Answer answer =
          new StatusRequest(address, settings.tls().map(TlsFiles::certificate)).ask();
      System.out.println(answer.body().stripTrailing());
      return (answer.number() == HTTP_OK ? ExitStatus.SUCCESS : ExitStatus.FAILURE).number();
    } catch (IOException silent) {
      System.err.println(
          "rstudio-launcher: no answer at " + address + " (" + silent.getMessage() + ")");
      return ExitStatus.NOT_RUNNING.number();
    }
  }
}
