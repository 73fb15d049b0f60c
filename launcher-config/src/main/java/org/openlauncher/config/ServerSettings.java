package org.openlauncher.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.api.configuration.DataSize;

/**
 * The {@code [server]} section of launcher.conf.
 *
 * @param address where the launcher listens
 * @param unixSocket where it listens too, beside a TCP address
 * @param tls the certificate to show; empty for plain text
 * @param serverUser the account that the launcher runs as
 * @param minimumUserId the least user id that the owner of a job may have, where root started the
 *     launcher
 * @param authorizationEnabled {@code false}: everybody may do everything, for tests
 * @param adminGroup the group whose members see and control all jobs; empty for nobody
 * @param threadPoolSize how many threads do the launcher's work
 * @param requestTimeout how long an answer may take
 * @param bootstrapTimeout how long a cluster may take to open
 * @param maxMessageSize the largest request that is taken
 * @param heartbeatInterval how often a native plugin is asked for a sign of life; zero for never
 * @param debugLogging whether the log tells details
 * @param loggingFolder where the logs are
 * @param scratchFolder where the launcher's own files are
 * @param secureCookieKeyFile the key that credentials are signed with
 * @param pluginsFolder where back-ends are dropped in; empty for the installation's own folder
 * @param pluginCertificate whose certificates must have signed plugins; empty where that does not
 *     matter
 * @param jobStore where jobs are kept
 * @param instanceId the id of this installation; empty for one that the launcher makes up and keeps
 * @param metricsEnabled whether {@code /metrics} is served
 * @param idleSocketTimeout how long a connection may make no progress
 */
public record ServerSettings(
    ServerAddress address,
    Optional<ServerAddress.UnixSocket> unixSocket,
    Optional<TlsFiles> tls,
    String serverUser,
    long minimumUserId,
    boolean authorizationEnabled,
    Optional<String> adminGroup,
    int threadPoolSize,
    Duration requestTimeout,
    Duration bootstrapTimeout,
    DataSize maxMessageSize,
    Duration heartbeatInterval,
    boolean debugLogging,
    Path loggingFolder,
    Path scratchFolder,
    Path secureCookieKeyFile,
    Optional<Path> pluginsFolder,
    Optional<Path> pluginCertificate,
    JobStoreAddress jobStore,
    Optional<String> instanceId,
    boolean metricsEnabled,
    Duration idleSocketTimeout) {

  /** The keys of which a change takes effect while the launcher runs. */
  public static final Set<String> TAKEN_OVER =
      Set.of(
          ServerOptions.ADMIN_GROUP.name(),
          ServerOptions.ENABLE_DEBUG_LOGGING.name(),
          ServerOptions.THREAD_POOL_SIZE.name(),
          ServerOptions.BOOTSTRAP_TIMEOUT.name());

  /** These settings, with those of others that can take effect while the launcher runs. */
  public ServerSettings takingOver(ServerSettings fresh) {
    return new ServerSettings(
        address,
        unixSocket,
        tls,
        serverUser,
        minimumUserId,
        authorizationEnabled,
        fresh.adminGroup,
        fresh.threadPoolSize,
        requestTimeout,
        fresh.bootstrapTimeout,
        maxMessageSize,
        heartbeatInterval,
        fresh.debugLogging,
        loggingFolder,
        scratchFolder,
        secureCookieKeyFile,
        pluginsFolder,
        pluginCertificate,
        jobStore,
        instanceId,
        metricsEnabled,
        idleSocketTimeout);
  }

  /** These settings, for who serves a cluster as the plugin of another launcher. */
  ServerSettings asPlugin(OfPlugin plugin) {
    return new ServerSettings(
        address,
        unixSocket,
        tls,
        plugin.serverUser,
        minimumUserId,
        authorizationEnabled,
        adminGroup,
        plugin.threadPoolSize,
        requestTimeout,
        bootstrapTimeout,
        plugin.maxMessageSize,
        plugin.heartbeatInterval,
        plugin.debugLogging,
        plugin.loggingFolder,
        plugin.scratchFolder,
        secureCookieKeyFile,
        pluginsFolder,
        pluginCertificate,
        plugin.jobStore,
        instanceId,
        metricsEnabled,
        idleSocketTimeout);
  }

  /** What is another's business for a plugin; the members are those of the settings. */
  record OfPlugin(
      String serverUser,
      int threadPoolSize,
      DataSize maxMessageSize,
      Duration heartbeatInterval,
      boolean debugLogging,
      Path loggingFolder,
      Path scratchFolder,
      JobStoreAddress jobStore) {}

  /**
   * What TLS needs.
   *
   * @param certificate the certificate with its chain
   * @param key its private key
   */
  public record TlsFiles(Path certificate, Path key) {}
}
