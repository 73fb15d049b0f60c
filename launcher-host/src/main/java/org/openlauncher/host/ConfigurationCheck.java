package org.openlauncher.host;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.auth.CodeFolder;
import org.openlauncher.config.ClusterSection;
import org.openlauncher.config.ConfigurationFolder;
import org.openlauncher.config.EffectiveConfiguration;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.NearestName;
import org.openlauncher.config.Problems;
import org.openlauncher.config.Quoted;
import org.openlauncher.config.ServerAddress;
import org.openlauncher.config.ServerSettings;
import org.openlauncher.config.session.SessionConfiguration;
import org.openlauncher.host.clusters.ClusterFiles;
import org.openlauncher.host.clusters.ClusterFiles.Declared;
import org.openlauncher.host.clusters.Clusters.PluginOverview;
import org.openlauncher.host.clusters.ServedClusters;
import org.openlauncher.host.json.ConfigurationJson;
import org.openlauncher.host.json.JsonObjectCheck;
import org.openlauncher.host.plugins.PluginLifeCycle;
import org.openlauncher.host.tls.TlsIdentity;
import org.openlauncher.host.tls.UnusableTlsFilesException;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the configuration and opens nothing. The options of a cluster are declared by its plugin,
 * so the check waits until all that is in the plugins folder has started.
 */
final class ConfigurationCheck implements PluginReceiver {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationCheck.class);

  private static final ServedClusters NOTHING_SERVED =
      new ServedClusters() {
        @Override
        public boolean wanted(String type) {
          return false;
        }

        @Override
        public Duration patience() {
          return PATIENCE;
        }
      };

  private final Map<String, Declared> declaredByType = new HashMap<>();
  private final Set<String> types = new TreeSet<>();
  private final BootProperties boot;
  private final UserDirectory users;
  private final PluginLifeCycle plugins;
  private final Runnable afterwards;
  private final Thread check = new Thread(this::run, "check-config");

  private ConfigurationCheck(
      BundleContext framework, BootProperties boot, UserDirectory users, Runnable afterwards)
      throws StartFailure {
    this.boot = boot;
    Optional<ServerSettings> server =
        LauncherConfiguration.readServer(ConfigurationFolder.locate(), new Problems());
    this.plugins =
        PluginsFolder.lifeCycle(
            framework,
            boot,
            folder(boot.plugins(), server, users),
            server.flatMap(ServerSettings::pluginCertificate),
            NOTHING_SERVED);
    this.users = users;
    this.afterwards = afterwards;
  }

  static ConfigurationCheck start(
      BundleContext framework, BootProperties boot, UserDirectory users, Runnable afterwards)
      throws StartFailure {
    ConfigurationCheck started = new ConfigurationCheck(framework, boot, users, afterwards);
    started.plugins.start();
    started.check.start();
    return started;
  }

  @Override
  public void arrived(Plugin plugin, PluginOverview overview, long bundle) {
    CompletableFuture<List<String>> outcome = new CompletableFuture<>();
    plugins.arrivals().arrived(bundle, overview.type(), outcome);
    try {
      Declared declared =
          new Declared(
              plugin.options(),
              plugin.profileOptions(),
              plugin.sharesConfigurationFile(),
              plugin::check);
      synchronized (this) {
        declaredByType.put(overview.type().toLowerCase(Locale.ROOT), declared);
        types.add(overview.type());
      }
      outcome.complete(List.of());
    } catch (RuntimeException | LinkageError failure) {
      outcome.complete(List.of("it can't tell its options: " + failure));
    }
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
    awaitPlugins();
    Problems problems = new Problems();
    Optional<LauncherConfiguration> launcher =
        LauncherConfiguration.read(ConfigurationFolder.locate(), problems);
    launcher.ifPresent(read -> checkPlugins(read, problems));
    List<ClusterFiles> clusters = new ArrayList<>();
    launcher.ifPresent(read -> checkTls(read, problems));
    launcher.ifPresent(read -> NamedByConfiguration.check(read, users, problems));
    launcher.ifPresent(
        read ->
            read.clusters()
                .forEach(
                    section -> checkCluster(read, section, problems).ifPresent(clusters::add)));
    EffectiveConfiguration effective =
        new EffectiveConfiguration(
            Stream.concat(
                    launcher.stream().flatMap(read -> read.values().stream()),
                    clusters.stream().flatMap(files -> files.values().stream()))
                .toList());
    Optional<SessionConfiguration> sessions =
        launcher.map(read -> SessionConfiguration.read(read, JsonObjectCheck::fault, problems));
    sessions.ifPresent(read -> NamedByConfiguration.checkPrograms(read, problems));
    effective = sessions.map(SessionConfiguration::values).map(effective::and).orElse(effective);
    EffectiveConfiguration whole = effective;
    print(
        boot.checkedUser()
            .map(
                user ->
                    launcher
                        .map(read -> ofUser(user, read, clusters, problems))
                        .orElseGet(() -> new EffectiveConfiguration(List.of())))
            .orElse(whole),
        problems);
    BootProperties.exit(problems.hasErrors() ? StartFailure.CONFIGURATION : 0, "");
    afterwards.run();
  }

  /** Root checks for the account that the launcher will run as. */
  private static CodeFolder folder(
      Path plugins, Optional<ServerSettings> server, UserDirectory users) {
    try {
      return server
          .flatMap(read -> users.find(read.serverUser()))
          .map(account -> new CodeFolder(plugins, account.uid()))
          .orElseGet(() -> new CodeFolder(plugins));
    } catch (LauncherException silent) {
      return new CodeFolder(plugins);
    }
  }

  private void awaitPlugins() {
    try {
      plugins.firstLook().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      LOG.warn("Not all plugins have started within {} s", PATIENCE.toSeconds(), late);
    }
  }

  private void checkPlugins(LauncherConfiguration launcher, Problems problems) {
    Optional<Origin> origin = launcher.origin(Optional.empty(), "plugins-dir");
    for (String trouble : plugins.troubles()) {
      if (origin.isPresent()) {
        problems.error(origin.get(), trouble);
      } else {
        problems.error(launcher.file(), trouble);
      }
    }
  }

  /** What a user may use at each cluster that is open to the user. */
  private EffectiveConfiguration ofUser(
      String name, LauncherConfiguration launcher, List<ClusterFiles> clusters, Problems problems) {
    Optional<UserAccount> user = Optional.empty();
    try {
      user = users.find(name);
      if (user.isEmpty()) {
        problems.error(launcher.file(), "--user: this machine has no user " + name);
      }
    } catch (LauncherException silent) {
      problems.error(launcher.file(), "--user " + name + ": " + silent.getMessage());
    }
    return new EffectiveConfiguration(
        user.stream()
            .flatMap(
                account ->
                    clusters.stream()
                        .filter(files -> files.section().allows(account))
                        .flatMap(
                            files ->
                                files
                                    .profiles()
                                    .valuesFor(account, files.section().name())
                                    .stream()))
            .toList());
  }

  private static void checkTls(LauncherConfiguration launcher, Problems problems) {
    ServerSettings server = launcher.server();
    if (server.tls().isEmpty() || !(server.address() instanceof ServerAddress.Tcp address)) {
      return;
    }
    try {
      TlsIdentity identity = TlsIdentity.read(server.tls().get());
      Origin certificate = origin(launcher, "certificate-file");
      identity
          .warnings(address.host(), Instant.now())
          .forEach(warning -> problems.warning(certificate, warning));
    } catch (UnusableTlsFilesException unusable) {
      String message = unusable.getMessage();
      String option = message.substring(0, message.indexOf(' '));
      problems.error(origin(launcher, option), message);
    }
  }

  /** Where an option of TLS stands; there is no TLS without them. */
  private static Origin origin(LauncherConfiguration launcher, String option) {
    return launcher.origin(Optional.empty(), option).orElseThrow();
  }

  private Optional<ClusterFiles> checkCluster(
      LauncherConfiguration launcher, ClusterSection section, Problems problems) {
    Optional<Declared> declared = declaredBy(section.type());
    if (declared.isEmpty()) {
      problems.error(
          section.origin(),
          "cluster "
              + section.name()
              + ": there is no plugin of type "
              + Quoted.of(section.type())
              + "; "
              + suggestion(section.type()));
      return Optional.empty();
    }
    return Optional.of(ClusterFiles.read(launcher, section, declared.get(), users, problems));
  }

  private synchronized String suggestion(String type) {
    return types.isEmpty()
        ? "none was found in the folder of plugins"
        : NearestName.suggestion(type, types);
  }

  private synchronized Optional<Declared> declaredBy(String type) {
    return Optional.ofNullable(declaredByType.get(type.toLowerCase(Locale.ROOT)));
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
    plugins.close();
    check.interrupt();
  }
}
