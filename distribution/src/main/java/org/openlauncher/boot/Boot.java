package org.openlauncher.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.openlauncher.auth.CodeFolder;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.PluginArguments;
import org.openlauncher.config.ServerSettings;

/** One life of the launcher's process: prepares folders, starts the framework, awaits its end. */
public final class Boot {
  /** How it is logged where OPENLAUNCHER_LOG says so. */
  private static final String CONSOLE = "/logback-console.xml";

  private static final Duration FOREVER = Duration.ZERO;
  private static final Duration CHECK_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final Duration PREDECESSOR_LIMIT = Duration.ofSeconds(10);
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(50);

  private final Installation installation;

  public Boot(Installation installation) {
    this.installation = installation;
    System.setProperty("openlauncher.home", installation.home().toString());
    System.setProperty("openlauncher.config.dir", installation.configurationFolder().toString());
  }

  /** Serves until told to stop; returns the exit status. */
  public int serve() throws StartupException, InterruptedException {
    return serve(CheckedConfiguration.ofLauncher(installation), LogFolder.LAUNCHER);
  }

  /** Serves one cluster until the launcher in front has enough; returns the exit status. */
  public int serveAsPlugin(PluginArguments arguments)
      throws StartupException, InterruptedException {
    LauncherConfiguration configuration = CheckedConfiguration.ofPlugin(installation, arguments);
    arguments.toSystemProperties();
    String name = "rstudio-" + configuration.clusters().get(0).name() + "-launcher";
    System.setProperty("openlauncher.log.name", name);
    System.setProperty("openlauncher.audit.name", name + ".audit");
    awaitPredecessor(new ScratchFolder(configuration.server().scratchFolder()));
    return serve(configuration, name);
  }

  /** A launcher whose plugin is starting anew does not always wait until the last one has ended. */
  private static void awaitPredecessor(ScratchFolder scratch) throws InterruptedException {
    long deadline = System.nanoTime() + PREDECESSOR_LIMIT.toNanos();
    while (PidFile.running(scratch).isPresent() && System.nanoTime() < deadline) {
      Thread.sleep(LOOK_INTERVAL.toMillis());
    }
  }

  private int serve(LauncherConfiguration configuration, String logName)
      throws StartupException, InterruptedException {
    HangUp hangUp = HangUp.install();
    try (OrderlyShutdown shutdown = OrderlyShutdown.install(STOP_LIMIT)) {
      ServerSettings settings = configuration.server();
      ScratchFolder scratch = new ScratchFolder(settings.scratchFolder());
      scratch.create();
      shutdown.claim(scratch);
      Path plugins = settings.pluginsFolder().orElse(installation.plugins());
      requireTrusted(plugins);
      prepareLog(configuration, logName);
      System.setProperty("openlauncher.ready.file", scratch.readyFile().toString());
      System.err.println(
          "inherited".equals(System.getProperty("openlauncher.spawner"))
              ? "rstudio-launcher: jobs run as their owners"
              : "rstudio-launcher: in this mode every job runs as "
                  + System.getProperty("user.name"));
      LauncherFramework framework = prepare(scratch, plugins);
      shutdown.stopAtEnd(framework);
      hangUp.deliverTo(framework.context());
      framework.start(BundleJar.in(installation.bundles()));
      framework.await(FOREVER);
      return HostVerdict.read().conclude();
    }
  }

  private static void prepareLog(LauncherConfiguration configuration, String logName)
      throws StartupException {
    if (System.getProperty("logback.configurationFile", "").endsWith(CONSOLE)) {
      System.err.println("rstudio-launcher: the log is standard output");
      return;
    }
    LogFolder log = LogFolder.prepare(configuration, logName);
    System.setProperty("openlauncher.log.folder", log.path().toString());
    System.err.println("rstudio-launcher: the log is " + log.log());
  }

  /** What is put there later the host looks at. */
  private static void requireTrusted(Path plugins) throws StartupException {
    try {
      Optional<String> weakness = new CodeFolder(plugins).weakness();
      if (weakness.isPresent()) {
        throw new StartupException(
            ExitStatus.CONFIGURATION, "the plugins folder is refused: " + weakness.get());
      }
    } catch (IOException problem) {
      throw new StartupException(
          ExitStatus.CONFIGURATION, "the plugins folder " + plugins + " can't be read: " + problem);
    }
  }

  /** Lets the host check and print the configuration, opening nothing; returns the exit status. */
  public int checkConfiguration() throws StartupException, InterruptedException {
    System.setProperty("openlauncher.mode", "check-config");
    ScratchFolder scratch = temporaryScratch();
    try {
      LauncherFramework framework = prepare(scratch, pluginsToCheckWith());
      framework.start(BundleJar.in(installation.bundles()));
      if (!framework.await(CHECK_LIMIT)) {
        framework.stop(STOP_LIMIT);
        throw new StartupException(
            ExitStatus.BROKEN_INSTALLATION,
            "the configuration was not checked within " + CHECK_LIMIT.toSeconds() + " s");
      }
      return HostVerdict.read().conclude();
    } finally {
      scratch.delete();
    }
  }

  private Path pluginsToCheckWith() {
    try {
      return CheckedConfiguration.forCheck(installation)
          .pluginsFolder()
          .orElse(installation.plugins());
    } catch (StartupException hostTellsIt) {
      return installation.plugins();
    }
  }

  private static LauncherFramework prepare(ScratchFolder scratch, Path plugins)
      throws StartupException {
    Path temporary = scratch.emptied("tmp");
    System.setProperty("openlauncher.plugins.dir", plugins.toString());
    System.setProperty("openlauncher.plugins.copies", scratch.pluginCopies().toString());
    // Libraries unpack native code there; the machine's /tmp may forbid running it.
    System.setProperty("java.io.tmpdir", temporary.toString());
    System.setProperty("org.sqlite.tmpdir", temporary.toString());
    return LauncherFramework.with(new FrameworkSettings(scratch.emptied("framework")).properties());
  }

  private static ScratchFolder temporaryScratch() throws StartupException {
    try {
      return new ScratchFolder(Files.createTempDirectory("openlauncher-check"));
    } catch (IOException problem) {
      throw new StartupException(
          ExitStatus.CANNOT_CREATE, "no temporary folder can be made: " + problem);
    }
  }
}
