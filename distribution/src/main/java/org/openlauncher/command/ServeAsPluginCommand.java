package org.openlauncher.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.openlauncher.boot.Boot;
import org.openlauncher.boot.CheckedConfiguration;
import org.openlauncher.boot.ExitStatus;
import org.openlauncher.boot.Installation;
import org.openlauncher.boot.StartupException;
import org.openlauncher.config.PluginArguments;
import org.openlauncher.daemon.Lowering;
import org.openlauncher.daemon.ServiceAccount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "plugin",
    description =
        "Serve one cluster as the native plugin of another launcher: the Launcher Plugin API on"
            + " standard input and output. That launcher names the script rstudio-launcher-plugin,"
            + " or one that runs this command, as exe of a cluster, and gives it the options below."
            + " Ends when standard input does; jobs go on.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:the other launcher has ended it, or is gone",
      "2:an option that is not known",
      "69:the job store cannot be used",
      "70:a bundle of the launcher does not resolve or start",
      "73:a folder or file cannot be made",
      "75:another launcher uses the same scratch-path",
      "76:the other launcher sends what is no message",
      "78:the configuration is wrong"
    })
final class ServeAsPluginCommand implements Callable<Integer> {
  private static final String UNPRIVILEGED = "unprivileged";
  private static final String OF_OTHERS_NAMES =
      "--launcher-config-file, --rsandbox-path, --node-connection-timeout-seconds,"
          + " --save-unspecified-output and --secure-cookie-key-file; the cluster's own file has"
          + " its options";
  private static final String OF_OTHERS = "Taken, as all plugins take it, and has no effect here.";

  @Mixin private InstallationOptions options = new InstallationOptions();

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = "The cluster of our launcher.conf to serve (default: the --plugin-name).")
  private Optional<String> cluster = Optional.empty();

  @Option(
      names = "--plugin-name",
      paramLabel = "NAME",
      description = "What the other launcher calls the cluster (default: as we do).")
  private Optional<String> pluginName = Optional.empty();

  @Option(
      names = "--server-user",
      paramLabel = "NAME",
      description = "Whom root's start becomes (default: server-user of launcher.conf).")
  private Optional<String> serverUser = Optional.empty();

  @Option(
      names = "--scratch-path",
      paramLabel = "DIR",
      description =
          "Where jobs are kept; of this plugin alone (default: native-NAME in scratch-path of"
              + " launcher.conf).")
  private Optional<String> scratchPath = Optional.empty();

  @Option(names = "--logging-dir", paramLabel = "DIR", description = "Where the log is.")
  private Optional<String> loggingDir = Optional.empty();

  @Option(
      names = "--enable-debug-logging",
      paramLabel = "0|1",
      arity = "0..1",
      fallbackValue = "1",
      description = "Whether the log tells details.")
  private Optional<String> debugLogging = Optional.empty();

  @Option(
      names = "--heartbeat-interval-seconds",
      paramLabel = "N",
      description = "How often to give a sign of life unasked; 0 for never.")
  private Optional<String> heartbeat = Optional.empty();

  @Option(
      names = "--job-expiry-hours",
      paramLabel = "N",
      description = "How long ended jobs are kept, where the cluster's own file does not say it.")
  private Optional<String> expiry = Optional.empty();

  @Option(
      names = "--thread-pool-size",
      paramLabel = "N",
      description = "How many threads do the work; 0: as many as usual.")
  private Optional<String> threads = Optional.empty();

  @Option(
      names = "--unprivileged",
      paramLabel = "0|1",
      arity = "0..1",
      fallbackValue = "1",
      description =
          "1: all jobs run as one user: the one that starts this, or server-user where root does.")
  private Optional<String> unprivileged = Optional.empty();

  @Option(
      names = "--max-message-size",
      paramLabel = "BYTES",
      description = "The longest message that is taken and sent (default: of launcher.conf).")
  private Optional<String> longestMessage = Optional.empty();

  @Option(
      names = "--plugin-metrics-interval-seconds",
      paramLabel = "N",
      description =
          "How often to tell how this process is, if the other launcher takes it (default: 60); 0"
              + " for never.")
  private Optional<String> metrics = Optional.empty();

  @Option(
      names = "--config-file",
      paramLabel = "FILE",
      description = "The cluster's own file, where it is another one than launcher.NAME.conf.")
  private Optional<String> configFile = Optional.empty();

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description = "DEBUG or 4: as --enable-debug-logging=1. Anything else has no effect.")
  private Optional<String> logLevel = Optional.empty();

  @Option(
      names = {
        "--launcher-config-file",
        "--rsandbox-path",
        "--node-connection-timeout-seconds",
        "--save-unspecified-output",
        "--secure-cookie-key-file"
      },
      paramLabel = "VALUE",
      description = OF_OTHERS)
  private List<String> ofOthers = List.of();

  @Override
  public Integer call() throws Exception {
    PluginArguments arguments = new PluginArguments(served(), values());
    if (ofOthers.stream().anyMatch(value -> !value.isEmpty())) {
      System.err.println("rstudio-launcher: options without effect here: " + OF_OTHERS_NAMES);
    }
    Installation installation = options.installation();
    if (ServiceAccount.startedByRoot()) {
      return LoweredOutput.print(
          Lowering.of(installation, CheckedConfiguration.ofPlugin(installation, arguments).server())
              .serveAsPlugin(arguments, isUnprivileged()));
    }
    return new Boot(installation).serveAsPlugin(arguments);
  }

  private String served() throws StartupException {
    return cluster
        .or(() -> pluginName)
        .filter(name -> !name.isEmpty())
        .orElseThrow(
            () ->
                new StartupException(
                    ExitStatus.USAGE, "expected --cluster=NAME or --plugin-name=NAME"));
  }

  private boolean isUnprivileged() throws StartupException {
    String word = unprivileged.orElse("0");
    return switch (word) {
      case "1", "true" -> true;
      case "0", "false" -> false;
      default ->
          throw new StartupException(
              ExitStatus.USAGE, "--" + UNPRIVILEGED + ": expected 0 or 1, found " + word);
    };
  }

  private Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    put(values, "plugin-name", pluginName);
    put(values, "server-user", serverUser);
    put(values, "scratch-path", scratchPath);
    put(values, "logging-dir", loggingDir);
    put(
        values,
        "enable-debug-logging",
        logLevel
            .filter(level -> level.equalsIgnoreCase("DEBUG") || level.equals("4"))
            .map(level -> "1")
            .or(() -> debugLogging));
    put(values, "heartbeat-interval-seconds", heartbeat);
    put(values, "job-expiry-hours", expiry);
    put(values, "thread-pool-size", threads);
    put(values, "max-message-size", longestMessage);
    put(values, "plugin-metrics-interval-seconds", metrics);
    put(values, "config-file", configFile);
    return values;
  }

  private static void put(Map<String, String> values, String option, Optional<String> value) {
    value.filter(text -> !text.isEmpty()).ifPresent(text -> values.put(option, text));
  }
}
