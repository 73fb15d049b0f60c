package org.openlauncher.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.config.ConfigurationFile.Section;

/** The values of one cluster: {@link ClusterOptions} and the options that its plugin declares. */
public final class ClusterSettings implements Settings {
  private final OptionValues settings;
  private final List<EffectiveValue> values;

  private ClusterSettings(OptionValues settings, List<EffectiveValue> values) {
    this.settings = settings;
    this.values = values;
  }

  /**
   * Reads a cluster's file; where there is none, defaults count.
   *
   * @param launcher the configuration that the cluster belongs to
   * @param cluster one of its clusters
   * @param pluginOptions what the plugin declares
   * @param problems takes what is wrong; where it then has errors, the cluster must not be opened
   * @throws IllegalArgumentException where the plugin declares an option twice, or one of {@link
   *     ClusterOptions}
   */
  public static ClusterSettings read(
      LauncherConfiguration launcher,
      ClusterSection cluster,
      List<ConfigurationOption<?>> pluginOptions,
      Problems problems) {
    List<ConfigurationOption<?>> options =
        new ArrayList<>(defaults(launcher, cluster).applyTo(ClusterOptions.ALL));
    options.addAll(withMinimum(launcher.server(), pluginOptions));
    Path file = cluster.configurationFile();
    Optional<ConfigurationFile> content = ConfigurationFile.readIfPresent(file, problems);
    // Of a file that can't be read, nobody knows what is missing in it.
    OptionValues settings =
        OptionValues.read(
            file,
            content.map(read -> onlySection(read, problems)).orElseGet(ClusterSettings::nothing),
            "cluster " + cluster.name(),
            options,
            content.isPresent() ? problems : new Problems());
    pluginOptions.stream()
        .filter(ClusterSettings::isMinimum)
        .forEach(option -> requireServersMinimum(launcher.server(), settings, option, problems));
    requireServersUser(launcher.server(), settings, problems);
    return new ClusterSettings(
        settings, settings.listed(file, Optional.empty(), Optional.of(cluster.name())));
  }

  /** One process serves all clusters; files that say otherwise are warned of and work. */
  private static void requireServersUser(
      ServerSettings server, OptionValues settings, Problems problems) {
    String user = settings.get(ClusterOptions.SERVER_USER);
    if (!user.equals(server.serverUser())) {
      problems.warning(
          settings.origin(ClusterOptions.SERVER_USER).orElseThrow(),
          ClusterOptions.SERVER_USER.name()
              + ": expected "
              + server.serverUser()
              + ", the "
              + ServerOptions.SERVER_USER.name()
              + " of launcher.conf, found "
              + Quoted.of(user)
              + "; one process serves all clusters, so that it works for this one as "
              + server.serverUser()
              + ", too");
    }
  }

  private static ComputedDefaults defaults(LauncherConfiguration launcher, ClusterSection cluster) {
    ServerSettings server = launcher.server();
    String file = "launcher." + cluster.name().toLowerCase(Locale.ROOT);
    return new ComputedDefaults()
        .with(ClusterOptions.SERVER_USER, server.serverUser())
        .with(ClusterOptions.THREAD_POOL_SIZE, (long) server.threadPoolSize())
        .with(ClusterOptions.ENABLE_DEBUG_LOGGING, server.debugLogging())
        .with(ClusterOptions.SCRATCH_PATH, server.scratchFolder().resolve(cluster.name()))
        .with(ClusterOptions.LOGGING_DIR, server.loggingFolder())
        .with(ClusterOptions.PROFILE_CONFIG, launcher.folder().file(file + ".profiles.conf"))
        .with(
            ClusterOptions.RESOURCE_PROFILE_CONFIG,
            launcher.folder().file(file + ".resources.conf"));
  }

  /**
   * A type of cluster that looks itself who may have jobs, takes the server's least user id for its
   * own, and must not have a lower one.
   */
  private static List<ConfigurationOption<?>> withMinimum(
      ServerSettings server, List<ConfigurationOption<?>> pluginOptions) {
    return pluginOptions.stream()
        .<ConfigurationOption<?>>map(
            option -> isMinimum(option) ? withDefault(option, server.minimumUserId()) : option)
        .toList();
  }

  @SuppressWarnings("unchecked") // its present default is such a number
  private static ConfigurationOption<?> withDefault(ConfigurationOption<?> option, long number) {
    ConfigurationOption<Long> known = (ConfigurationOption<Long>) option;
    return ConfigurationOption.withDefault(known.name(), known.type(), number, known.description());
  }

  private static boolean isMinimum(ConfigurationOption<?> option) {
    return option.name().equals(ServerOptions.MINIMUM_USER_ID.name())
        && option.defaultValue().filter(Long.class::isInstance).isPresent();
  }

  private static void requireServersMinimum(
      ServerSettings server,
      OptionValues settings,
      ConfigurationOption<?> option,
      Problems problems) {
    Optional<Origin> origin = settings.origin(option);
    long value = settings.find(option).map(Long.class::cast).orElse(server.minimumUserId());
    if (origin.isPresent() && value < server.minimumUserId()) {
      problems.error(
          origin.get(),
          option.name()
              + ": expected at least "
              + server.minimumUserId()
              + ", the "
              + option.name()
              + " of launcher.conf, found "
              + value);
    }
  }

  private static Section onlySection(ConfigurationFile file, Problems problems) {
    for (Section section : file.sections()) {
      section
          .header()
          .ifPresent(
              header ->
                  problems.error(
                      header,
                      "expected no section in this file, found ["
                          + section.name()
                          + "]; its keys stand on their own"));
    }
    return file.sections().stream()
        .filter(section -> section.header().isEmpty())
        .findFirst()
        .orElseGet(ClusterSettings::nothing);
  }

  private static Section nothing() {
    return new Section("", Optional.empty(), List.of());
  }

  @Override
  public <T> Optional<T> find(ConfigurationOption<T> option) {
    return settings.find(option);
  }

  @Override
  public <T> T get(ConfigurationOption<T> option) {
    return settings.get(option);
  }

  @Override
  public Optional<Origin> origin(ConfigurationOption<?> option) {
    return settings.origin(option);
  }

  @Override
  public Set<String> members(ConfigurationOption<?> family) {
    return settings.members(family);
  }

  /** The names of the options that have another value there, secrets among them. */
  public List<String> changed(ClusterSettings other) {
    return settings.changed(other.settings);
  }

  /** All values with where they come from, secrets hidden. */
  public List<EffectiveValue> values() {
    return values;
  }
}
