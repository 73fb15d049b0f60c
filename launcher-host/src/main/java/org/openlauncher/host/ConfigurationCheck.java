package org.openlauncher.host;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.config.ClusterSection;
import org.openlauncher.config.ClusterSettings;
import org.openlauncher.config.ConfigurationFolder;
import org.openlauncher.config.EffectiveConfiguration;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.Problems;
import org.openlauncher.config.ServerAddress;
import org.openlauncher.config.ServerSettings;
import org.openlauncher.config.session.SessionConfiguration;
import org.openlauncher.host.clusters.Clusters.PluginOverview;
import org.openlauncher.host.clusters.OptionsWithoutEffect;
import org.openlauncher.host.json.ConfigurationJson;
import org.openlauncher.host.json.JsonObjectCheck;
import org.openlauncher.host.tls.TlsIdentity;
import org.openlauncher.host.tls.UnusableTlsFilesException;

/**
 * Checks the configuration and opens nothing. The options of a cluster are declared by its plugin,
 * so the check waits until the plugins of all types that are configured are there.
 */
final class ConfigurationCheck implements PluginReceiver {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Map<String, List<ConfigurationOption<?>>> optionsOfType = new HashMap<>();
  private final BootProperties boot;
  private final Runnable afterwards;
  private final Thread check = new Thread(this::run, "check-config");

  private ConfigurationCheck(BootProperties boot, Runnable afterwards) {
    this.boot = boot;
    this.afterwards = afterwards;
  }

  static ConfigurationCheck start(BootProperties boot, Runnable afterwards) {
    ConfigurationCheck started = new ConfigurationCheck(boot, afterwards);
    started.check.start();
    return started;
  }

  @Override
  public synchronized void arrived(Plugin plugin, PluginOverview overview) {
    optionsOfType.put(overview.type().toLowerCase(Locale.ROOT), plugin.options());
    notifyAll();
  }

  @Override
  public void left(Plugin plugin) {
    // What it declared still counts for this check.
  }

  @Override
  public Optional<Runnable> reload() {
    return Optional.empty();
  }

  private void run() {
    Problems problems = new Problems();
    Optional<LauncherConfiguration> launcher =
        LauncherConfiguration.read(ConfigurationFolder.locate(), problems);
    List<ClusterSettings> clusters = new ArrayList<>();
    launcher.ifPresent(read -> checkTls(read, problems));
    launcher.ifPresent(
        read ->
            read.clusters()
                .forEach(
                    section -> checkCluster(read, section, problems).ifPresent(clusters::add)));
    EffectiveConfiguration effective =
        launcher
            .map(read -> EffectiveConfiguration.of(read, clusters))
            .orElseGet(() -> new EffectiveConfiguration(List.of()));
    effective =
        launcher
            .map(read -> SessionConfiguration.read(read, JsonObjectCheck::fault, problems))
            .map(SessionConfiguration::values)
            .map(effective::and)
            .orElse(effective);
    OptionsWithoutEffect.warn(effective.values(), problems);
    print(effective, problems);
    BootProperties.exit(problems.hasErrors() ? StartFailure.CONFIGURATION : 0, "");
    afterwards.run();
  }

  private static void checkTls(LauncherConfiguration launcher, Problems problems) {
    ServerSettings server = launcher.server();
    if (server.tls().isEmpty() || !(server.address() instanceof ServerAddress.Tcp address)) {
      return;
    }
    try {
      TlsIdentity identity = TlsIdentity.read(server.tls().get());
      identity
          .warnings(address.host(), Instant.now())
          .forEach(warning -> problems.warning(launcher.file(), warning));
    } catch (UnusableTlsFilesException unusable) {
      problems.error(launcher.file(), unusable.getMessage());
    }
  }

  private Optional<ClusterSettings> checkCluster(
      LauncherConfiguration launcher, ClusterSection section, Problems problems) {
    Optional<List<ConfigurationOption<?>>> options = optionsOf(section.type());
    if (options.isEmpty()) {
      problems.error(
          section.origin(),
          "cluster "
              + section.name()
              + ": there is no plugin of type "
              + section.type()
              + "; found those of types "
              + typesFound());
      return Optional.empty();
    }
    return Optional.of(ClusterSettings.read(launcher, section, options.get(), problems));
  }

  private synchronized List<String> typesFound() {
    return optionsOfType.keySet().stream().sorted().toList();
  }

  private synchronized Optional<List<ConfigurationOption<?>>> optionsOf(String type) {
    String key = type.toLowerCase(Locale.ROOT);
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!optionsOfType.containsKey(key) && System.nanoTime() < end) {
        wait(100);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return Optional.ofNullable(optionsOfType.get(key));
  }

  private void print(EffectiveConfiguration effective, Problems problems) {
    PrintStream out = System.out;
    if (boot.asJson()) {
      out.println(ConfigurationJson.write(effective, problems));
    } else {
      effective.lines().forEach(out::println);
      problems.list().forEach(System.err::println);
      out.println(
          problems.list().isEmpty()
              ? "The configuration is valid."
              : problems.list().size() + " problems.");
    }
    out.flush();
  }

  @Override
  public void close() {
    check.interrupt();
  }
}
