package org.openlauncher.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.config.ConfigurationFile.Section;

/** The values of one cluster: {@link ClusterOptions} and the options that its plugin declares. */
public final class ClusterSettings implements Settings {
  private static final String EXECUTABLE = ClusterSectionReader.EXE.name();

  private final OptionValues settings;
  private final ClusterSection cluster;
  private final List<EffectiveValue> values;

  private ClusterSettings(
      OptionValues settings, ClusterSection cluster, List<EffectiveValue> values) {
    this.settings = settings;
    this.cluster = cluster;
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
    return read(launcher, cluster, pluginOptions, false, problems);
  }

  /**
   * Reads a cluster's file, which may be that of another program, too.
   *
   * @param shared whether keys that nobody declares are none of the launcher's business
   */
  public static ClusterSettings read(
      LauncherConfiguration launcher,
      ClusterSection cluster,
      List<ConfigurationOption<?>> pluginOptions,
      boolean shared,
      Problems problems) {
    List<ConfigurationOption<?>> options =
        new ArrayList<>(defaults(launcher, cluster).applyTo(ClusterOptions.ALL));
    options.addAll(withLauncherFile(launcher.server(), cluster, pluginOptions));
    requireUse(cluster, pluginOptions, problems);
    Path file = cluster.configurationFile();
    Optional<ConfigurationFile> content = ConfigurationFile.readIfPresent(file, problems);
    // Of a file that can't be read, nobody knows what is missing in it.
    OptionValues settings =
        OptionValues.read(
            file,
            content
                .map(read -> onlySection(read, problems))
                .map(section -> shared ? only(section, options) : section)
                .orElseGet(ClusterSettings::nothing),
            "cluster " + cluster.name(),
            options,
            content.isPresent() ? problems : new Problems());
    pluginOptions.stream()
        .filter(ClusterSettings::isMinimum)
        .forEach(option -> requireServersMinimum(launcher.server(), settings, option, problems));
    requireServersUser(launcher.server(), settings, problems);
    return new ClusterSettings(
        settings, cluster, settings.listed(file, Optional.empty(), Optional.of(cluster.name())));
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
    ComputedDefaults defaults =
        new ComputedDefaults()
            .with(ClusterOptions.SERVER_USER, server.serverUser())
            .with(ClusterOptions.THREAD_POOL_SIZE, (long) server.threadPoolSize())
            .with(ClusterOptions.ENABLE_DEBUG_LOGGING, server.debugLogging())
            .with(ClusterOptions.SCRATCH_PATH, server.scratchFolder().resolve(cluster.name()))
            .with(ClusterOptions.LOGGING_DIR, server.loggingFolder())
            .with(ClusterOptions.PROFILE_CONFIG, launcher.folder().file(file + ".profiles.conf"))
            .with(
                ClusterOptions.RESOURCE_PROFILE_CONFIG,
                launcher.folder().file(file + ".resources.conf"));
    return cluster
        .jobExpiry()
        .map(expiry -> defaults.with(ClusterOptions.JOB_EXPIRY, expiry))
        .orElse(defaults);
  }

  /**
   * What launcher.conf says counts for an option of the same name that the cluster's file does not
   * set. So a type of cluster that looks itself who may have jobs has the server's least user id,
   * and one with programs of its own the program of the section.
   */
  private static List<ConfigurationOption<?>> withLauncherFile(
      ServerSettings server, ClusterSection cluster, List<ConfigurationOption<?>> pluginOptions) {
    Map<String, String> texts = new HashMap<>();
    texts.put(ServerOptions.MINIMUM_USER_ID.name(), Long.toString(server.minimumUserId()));
    texts.put(
        ServerOptions.HEARTBEAT_INTERVAL.name(),
        ServerOptions.HEARTBEAT_INTERVAL.type().format(server.heartbeatInterval()));
    texts.put(
        ServerOptions.MAX_MESSAGE_SIZE.name(),
        ServerOptions.MAX_MESSAGE_SIZE.type().format(server.maxMessageSize()));
    cluster.executable().ifPresent(path -> texts.put(EXECUTABLE, path.toString()));
    return pluginOptions.stream()
        .<ConfigurationOption<?>>map(
            option ->
                Optional.ofNullable(texts.get(option.name()))
                    .filter(text -> takesDefault(option))
                    .<ConfigurationOption<?>>map(text -> withDefault(option, text))
                    .orElse(option))
        .toList();
  }

  private static boolean takesDefault(ConfigurationOption<?> option) {
    return option.defaultValue().isPresent() || option.name().equals(EXECUTABLE);
  }

  private static <T> ConfigurationOption<T> withDefault(
      ConfigurationOption<T> option, String text) {
    return new ConfigurationOption<>(
        option.name(),
        option.type(),
        option.type().parse(text).or(option::defaultValue),
        option.required(),
        option.description());
  }

  private static void requireUse(
      ClusterSection cluster, List<ConfigurationOption<?>> pluginOptions, Problems problems) {
    if (pluginOptions.stream().noneMatch(option -> option.name().equals(EXECUTABLE))) {
      cluster
          .executableOrigin()
          .ifPresent(
              origin ->
                  problems.warning(
                      origin, EXECUTABLE + ": a cluster of type " + cluster.type() + " has none"));
    }
  }

  private static Section only(Section section, List<ConfigurationOption<?>> options) {
    return new Section(
        section.name(),
        section.header(),
        section.entries().stream()
            .filter(
                entry ->
                    options.stream()
                        .anyMatch(
                            option ->
                                option.name().equals(entry.key())
                                    || option.wordIn(entry.key()).isPresent()))
            .toList());
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
    return settings
        .origin(option)
        .or(() -> option.name().equals(EXECUTABLE) ? cluster.executableOrigin() : Optional.empty());
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
