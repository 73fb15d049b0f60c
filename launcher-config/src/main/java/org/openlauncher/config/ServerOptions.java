package org.openlauncher.config;

import static org.openlauncher.api.configuration.ConfigurationOption.optional;
import static org.openlauncher.api.configuration.ConfigurationOption.withDefault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.configuration.ValueType;

/** The keys of launcher.conf's {@code [server]} section. */
final class ServerOptions {
  private static final long LONGEST_SECONDS = 86_400;

  static final ConfigurationOption<String> ADDRESS =
      withDefault(
          "address",
          ValueType.text(),
          "localhost",
          "Where to listen: host name, IPv4 or IPv6 address, or the path of a unix socket.");
  static final ConfigurationOption<Path> UNIX_SOCKET =
      optional(
          "unix-socket",
          ValueType.absolutePath(),
          "The path of a unix socket to listen at too, beside a TCP address.");
  static final ConfigurationOption<Long> PORT =
      withDefault(
          "port", ValueType.wholeNumber(1, 65_535), 5559L, "The TCP port; none for a unix socket.");
  static final ConfigurationOption<Boolean> ENABLE_SSL =
      withDefault("enable-ssl", ValueType.flag(), false, "Whether to speak HTTPS.");
  static final ConfigurationOption<Path> CERTIFICATE_FILE =
      optional(
          "certificate-file", ValueType.absolutePath(), "The certificate with its chain, PEM.");
  static final ConfigurationOption<Path> CERTIFICATE_KEY_FILE =
      optional(
          "certificate-key-file", ValueType.absolutePath(), "The certificate's private key, PEM.");
  static final ConfigurationOption<String> SERVER_USER =
      withDefault(
          "server-user",
          ValueType.text(),
          "rstudio-server",
          "The account that the launcher runs as.");
  static final ConfigurationOption<Long> MINIMUM_USER_ID =
      withDefault(
          "minimum-user-id",
          ValueType.wholeNumber(1, Integer.MAX_VALUE),
          1000L,
          "The least user id that the owner of a job may have, where root started the launcher.");
  static final ConfigurationOption<Boolean> AUTHORIZATION_ENABLED =
      withDefault(
          "authorization-enabled",
          ValueType.flag(),
          true,
          "Whether users are kept apart; switch it off for tests only.");
  static final ConfigurationOption<String> ADMIN_GROUP =
      optional(
          "admin-group",
          ValueType.text(),
          "The group whose members see and control everybody's jobs.");
  static final ConfigurationOption<Long> THREAD_POOL_SIZE =
      withDefault(
          "thread-pool-size",
          ValueType.wholeNumber(1, 10_000),
          2L * Runtime.getRuntime().availableProcessors(),
          "How many threads do the launcher's work.");
  static final ConfigurationOption<Duration> REQUEST_TIMEOUT =
      withDefault(
          "request-timeout-seconds",
          ValueType.duration(TimeUnit.SECONDS, 1, LONGEST_SECONDS),
          Duration.ofMinutes(2),
          "How long an answer may take.");
  static final ConfigurationOption<Duration> BOOTSTRAP_TIMEOUT =
      withDefault(
          "bootstrap-timeout-seconds",
          ValueType.duration(TimeUnit.SECONDS, 1, LONGEST_SECONDS),
          Duration.ofMinutes(2),
          "How long a cluster may take to open.");
  static final ConfigurationOption<DataSize> MAX_MESSAGE_SIZE =
      withDefault(
          "max-message-size",
          ValueType.dataSize(1024, 1L << 30),
          new DataSize(5_242_880),
          "The largest request that is taken.");
  static final ConfigurationOption<Duration> HEARTBEAT_INTERVAL =
      withDefault(
          "heartbeat-interval-seconds",
          ValueType.duration(TimeUnit.SECONDS, 0, LONGEST_SECONDS),
          Duration.ofSeconds(5),
          "How often a native plugin is asked for a sign of life; 0 for never.");
  static final ConfigurationOption<Boolean> ENABLE_DEBUG_LOGGING =
      withDefault(
          "enable-debug-logging", ValueType.flag(), false, "Whether the log tells details.");
  static final ConfigurationOption<Path> LOGGING_DIR =
      withDefault(
          "logging-dir",
          ValueType.absolutePath(),
          Path.of("/var/log/rstudio/launcher"),
          "Where the logs are.");
  static final ConfigurationOption<Path> SCRATCH_PATH =
      withDefault(
          "scratch-path",
          ValueType.absolutePath(),
          Path.of("/var/lib/rstudio-launcher"),
          "Where the launcher keeps its own files.");

  /** The default depends on where the configuration folder is: set by who reads the section. */
  static final ConfigurationOption<Path> SECURE_COOKIE_KEY_FILE =
      optional(
          "secure-cookie-key-file",
          ValueType.absolutePath(),
          "The key that credentials are signed with.");

  static final ConfigurationOption<Path> PLUGINS_DIR =
      optional("plugins-dir", ValueType.absolutePath(), "Where back-ends are dropped in.");
  static final ConfigurationOption<Path> PLUGIN_CERTIFICATE_FILE =
      optional(
          "plugin-certificate-file",
          ValueType.absolutePath(),
          "The certificates that plugins must be signed with, PEM.");

  /** The default depends on the scratch folder, so that it is set by who reads the section. */
  static final ConfigurationOption<String> JOB_STORE_URL =
      optional("job-store-url", ValueType.text(), "The JDBC address of the job store.");

  static final ConfigurationOption<String> INSTANCE_ID =
      optional(
          "instance-id",
          ValueType.text(),
          "The id of this installation, which marks its jobs in a shared back-end.");
  static final ConfigurationOption<Boolean> METRICS_ENABLED =
      withDefault("metrics-enabled", ValueType.flag(), true, "Whether /metrics is served.");
  static final ConfigurationOption<Duration> IDLE_SOCKET_TIMEOUT =
      withDefault(
          "idle-socket-timeout-seconds",
          ValueType.duration(TimeUnit.SECONDS, 1, LONGEST_SECONDS),
          Duration.ofSeconds(60),
          "How long a connection may make no progress.");

  static final List<ConfigurationOption<?>> ALL =
      List.of(
          ADDRESS,
          PORT,
          UNIX_SOCKET,
          ENABLE_SSL,
          CERTIFICATE_FILE,
          CERTIFICATE_KEY_FILE,
          SERVER_USER,
          MINIMUM_USER_ID,
          AUTHORIZATION_ENABLED,
          ADMIN_GROUP,
          THREAD_POOL_SIZE,
          REQUEST_TIMEOUT,
          BOOTSTRAP_TIMEOUT,
          MAX_MESSAGE_SIZE,
          HEARTBEAT_INTERVAL,
          ENABLE_DEBUG_LOGGING,
          LOGGING_DIR,
          SCRATCH_PATH,
          SECURE_COOKIE_KEY_FILE,
          PLUGINS_DIR,
          PLUGIN_CERTIFICATE_FILE,
          JOB_STORE_URL,
          INSTANCE_ID,
          METRICS_ENABLED,
          IDLE_SOCKET_TIMEOUT);

  private ServerOptions() {}
}
