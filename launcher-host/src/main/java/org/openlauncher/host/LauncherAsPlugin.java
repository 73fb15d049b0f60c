package org.openlauncher.host;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.config.ConfigurationFolder;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.PluginArguments;
import org.openlauncher.config.Problem;
import org.openlauncher.config.Problems;
import org.openlauncher.host.audit.AuditLines;
import org.openlauncher.host.clusters.Clusters.PluginOverview;
import org.openlauncher.host.logging.AuditFile;
import org.openlauncher.host.logging.DebugLogging;
import org.openlauncher.host.stdio.BehindTheDoor;
import org.openlauncher.host.stdio.BehindTheDoor.Reloaded;
import org.openlauncher.host.stdio.StdioDoor;
import org.openlauncher.host.stdio.StdioSettings;
import org.openlauncher.process.Privileges;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A launcher that serves one cluster as the native plugin of another one. */
final class LauncherAsPlugin implements PluginReceiver {
  private static final Logger LOG = LoggerFactory.getLogger(LauncherAsPlugin.class);

  /** The launcher in front gives up before our own limit in most cases, and is to hear why. */
  private static final Duration MOST_PATIENCE = Duration.ofSeconds(90);

  private final LauncherCore core;
  private final ConfigurationReload reload;
  private final StdioDoor door;

  private LauncherAsPlugin(
      LauncherCore core,
      PluginArguments arguments,
      LauncherConfiguration configuration,
      UserDirectory users,
      FrameDescriptors frames) {
    this.core = core;
    this.reload =
        new ConfigurationReload(
            configuration,
            problems -> arguments.read(configuration.folder(), problems),
            core.plugins().renewal(),
            WatchedFiles.NONE);
    this.door =
        new StdioDoor(
            settings(arguments, configuration),
            new BehindTheDoor(
                core.jobs().jobs(),
                core.plugins(),
                core.clusters(),
                users,
                core.timer(),
                () -> reloaded(reload.reread()),
                new AuditLines(new AuditFile()),
                nodes -> core.plugins().loadBalancerNodes(() -> nodes)),
            frames.in(),
            frames.out());
  }

  /**
   * Starts it.
   *
   * @param over is told, with a status and a message, when it has nothing to do any more
   */
  static LauncherAsPlugin start(
      BundleContext framework,
      BootProperties boot,
      PluginArguments arguments,
      UserDirectory users,
      Privileges privileges,
      BiConsumer<Integer, String> over)
      throws StartFailure {
    FrameDescriptors frames = FrameDescriptors.open();
    LauncherConfiguration configuration = configuration(arguments, users);
    LauncherAsPlugin launcher =
        new LauncherAsPlugin(
            LauncherCore.of(framework, boot, configuration, users),
            arguments,
            configuration,
            users,
            frames);
    if (!privileges.otherUsers()) {
      LOG.warn(
          "Every job runs as {}, the user that the launcher itself runs as", users.self().name());
    }
    launcher.door.start();
    launcher.reload.watch();
    launcher.core.lifeCycle().start();
    launcher
        .door
        .ended()
        .thenAccept(
            fault -> over.accept(fault.isPresent() ? StartFailure.PROTOCOL : 0, fault.orElse("")));
    return launcher;
  }

  private static LauncherConfiguration configuration(PluginArguments arguments, UserDirectory users)
      throws StartFailure {
    Problems problems = new Problems();
    LauncherConfiguration configuration =
        arguments.read(ConfigurationFolder.locate(), problems).orElse(null);
    if (configuration != null) {
      NamedByConfiguration.check(configuration, users, problems);
    }
    if (configuration == null || problems.hasErrors()) {
      throw new StartFailure(StartFailure.CONFIGURATION, text(problems.list()));
    }
    DebugLogging.enable(configuration.server().debugLogging());
    problems.list().forEach(problem -> LOG.warn("{}", problem));
    return configuration;
  }

  private static String text(List<Problem> problems) {
    return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
  }

  private static StdioSettings settings(
      PluginArguments arguments, LauncherConfiguration configuration) {
    Duration patience = configuration.server().bootstrapTimeout();
    return new StdioSettings(
        configuration.clusters().get(0).name(),
        arguments.shownAs(),
        configuration.server().maxMessageSize(),
        configuration.server().heartbeatInterval(),
        arguments.metricsInterval(),
        patience.compareTo(MOST_PATIENCE) > 0 ? MOST_PATIENCE : patience);
  }

  private static Reloaded reloaded(List<Problem> errors) {
    if (errors.isEmpty()) {
      return Reloaded.DONE;
    }
    // Of a file that can't be read there is no line to name.
    boolean unreadable =
        errors.stream().allMatch(error -> error.line().equals(OptionalInt.empty()));
    return new Reloaded(unreadable ? Reloaded.Fault.LOAD : Reloaded.Fault.VALIDATE, text(errors));
  }

  @Override
  public void arrived(Plugin plugin, PluginOverview overview, long bundle) {
    core.arrived(plugin, overview, bundle);
  }

  @Override
  public void left(Plugin plugin) {
    core.left(plugin);
  }

  @Override
  public Optional<Runnable> reload() {
    return Optional.of(reload);
  }

  @Override
  public void close() {
    door.close();
    reload.close();
    core.close();
  }
}
