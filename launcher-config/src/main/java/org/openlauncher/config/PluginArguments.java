package org.openlauncher.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.ValueType;

/**
 * What a launcher in front says on the command line of its plugin, which serves one of our
 * clusters. Its values go before those of our {@code [server]} section; what the cluster's own file
 * says goes before them, as with plugins of the C++ kit.
 *
 * @param cluster the cluster that is served; its name is matched without regard to case
 * @param values the values by the names of their options, as text
 */
public record PluginArguments(String cluster, Map<String, String> values) {
  /** What the launcher in front calls the cluster. */
  public static final String PLUGIN_NAME = "plugin-name";

  private static final ConfigurationOption<Path> CONFIG_FILE =
      new ConfigurationOption<>(
          "config-file",
          ValueType.absolutePath(),
          Optional.empty(),
          false,
          "The cluster's own file, where it is another one.");

  /** How often the plugin tells how it is. */
  public static final ConfigurationOption<Duration> METRICS_INTERVAL =
      new ConfigurationOption<>(
          "plugin-metrics-interval-seconds",
          ValueType.duration(TimeUnit.SECONDS, 0, 86_400),
          Optional.of(Duration.ofSeconds(60)),
          false,
          "How often the plugin tells how it is; 0 for never.");

  private static final String PROPERTY = "openlauncher.plugin.";
  private static final String CLUSTER = PROPERTY + "cluster";
  private static final String ARGUMENT = PROPERTY + "argument.";
  private static final String NATIVE = "plugin";

  /** Takes a copy of the map. */
  public PluginArguments {
    values = Map.copyOf(values);
  }

  /** Hands them on to the other side of the class paths. */
  public void toSystemProperties() {
    System.setProperty(CLUSTER, cluster);
    values.forEach((option, value) -> System.setProperty(ARGUMENT + option, value));
  }

  /** What {@link #toSystemProperties} has left. */
  public static Optional<PluginArguments> fromSystemProperties() {
    Map<String, String> values = new HashMap<>();
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith(ARGUMENT))
        .forEach(
            name -> values.put(name.substring(ARGUMENT.length()), System.getProperty(name, "")));
    return Optional.ofNullable(System.getProperty(CLUSTER))
        .map(cluster -> new PluginArguments(cluster, values));
  }

  /** What the launcher in front calls the cluster. */
  public String shownAs() {
    return Optional.ofNullable(values.get(PLUGIN_NAME))
        .filter(name -> !name.isEmpty())
        .orElse(cluster);
  }

  /** The value of an argument, or its option's default. */
  public Duration metricsInterval() {
    return value(METRICS_INTERVAL, new Problems()).or(METRICS_INTERVAL::defaultValue).orElseThrow();
  }

  /**
   * Reads launcher.conf, as far as it is about the cluster.
   *
   * @param problems takes what is wrong with the file or with these arguments
   * @return empty where the file can't be read, or has no such cluster
   */
  public Optional<LauncherConfiguration> read(ConfigurationFolder folder, Problems problems) {
    return LauncherConfiguration.read(folder, problems).flatMap(read -> applied(read, problems));
  }

  private Optional<LauncherConfiguration> applied(LauncherConfiguration read, Problems problems) {
    value(METRICS_INTERVAL, problems);
    ServerSettings server = server(read.server(), problems);
    return section(read, problems)
        .map(
            section ->
                new LauncherConfiguration(
                    read.file(),
                    read.folder(),
                    server,
                    List.of(section),
                    read.values().stream()
                        .filter(value -> value.cluster().map(section.name()::equals).orElse(true))
                        .filter(value -> value.cluster().isPresent() || !overrides(value.option()))
                        .toList()));
  }

  /** Whether the launcher in front says it, whatever our own file says. */
  public boolean overrides(String option) {
    return values.containsKey(option);
  }

  private Optional<ClusterSection> section(LauncherConfiguration read, Problems problems) {
    Optional<ClusterSection> section =
        read.clusters().stream()
            .filter(found -> found.name().equalsIgnoreCase(cluster))
            .findFirst();
    if (section.isEmpty()) {
      problems.error(
          read.file(),
          "expected a [cluster] section with name="
              + cluster
              + ", found "
              + (read.clusters().isEmpty()
                  ? "none"
                  : read.clusters().stream()
                      .map(ClusterSection::name)
                      .collect(Collectors.joining(", "))));
      return section;
    }
    if (section.get().type().toLowerCase(Locale.ROOT).equals(NATIVE)) {
      problems.error(
          section.get().origin(),
          "cluster "
              + section.get().name()
              + " is served by a native plugin itself (type="
              + section.get().type()
              + "), perhaps by this one; name a folder with a launcher.conf of its own with"
              + " --config-dir, which says of what type the cluster is");
      return Optional.empty();
    }
    return section.map(
        found ->
            found.ofPlugin(
                value(CONFIG_FILE, problems).orElse(found.configurationFile()),
                value(ClusterOptions.JOB_EXPIRY, problems)));
  }

  private ServerSettings server(ServerSettings server, Problems problems) {
    Path scratch =
        value(ServerOptions.SCRATCH_PATH, problems)
            .orElseGet(() -> server.scratchFolder().resolve("native-" + cluster));
    return server.asPlugin(
        new ServerSettings.OfPlugin(
            value(ServerOptions.SERVER_USER, problems).orElse(server.serverUser()),
            threads(problems).orElse(server.threadPoolSize()),
            value(ServerOptions.MAX_MESSAGE_SIZE, problems).orElse(server.maxMessageSize()),
            value(ServerOptions.HEARTBEAT_INTERVAL, problems).orElse(server.heartbeatInterval()),
            value(ServerOptions.ENABLE_DEBUG_LOGGING, problems).orElse(server.debugLogging()),
            value(ServerOptions.LOGGING_DIR, problems).orElse(server.loggingFolder()),
            scratch,
            JobStoreAddress.in(scratch)));
  }

  /** 0 leaves it to the plugin. */
  private Optional<Integer> threads(Problems problems) {
    return "0".equals(values.get(ServerOptions.THREAD_POOL_SIZE.name()))
        ? Optional.empty()
        : value(ServerOptions.THREAD_POOL_SIZE, problems).map(Long::intValue);
  }

  private <T> Optional<T> value(ConfigurationOption<T> option, Problems problems) {
    Optional<String> text =
        Optional.ofNullable(values.get(option.name())).filter(value -> !value.isEmpty());
    Optional<T> value = text.flatMap(option.type()::parse);
    if (text.isPresent() && value.isEmpty()) {
      problems.error(
          Path.of("--" + option.name()),
          "expected " + option.type().expected() + ", found " + Quoted.of(text.get()));
    }
    return value;
  }
}
