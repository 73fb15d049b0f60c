package org.openlauncher.host;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openlauncher.api.plugin.ClusterHealth.Level;
import org.openlauncher.api.plugin.LoadBalancerNode;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.auth.FileStamps;
import org.openlauncher.config.ConfigurationFolder;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.Problem;
import org.openlauncher.config.Problems;
import org.openlauncher.config.ServerAddress;
import org.openlauncher.config.ServerSettings;
import org.openlauncher.config.session.SessionConfiguration;
import org.openlauncher.host.audit.AuditLines;
import org.openlauncher.host.clusters.Clusters.PluginOverview;
import org.openlauncher.host.http.FrontDoor;
import org.openlauncher.host.http.FrontDoorSettings;
import org.openlauncher.host.http.FrontDoorSettings.MetricsAccess;
import org.openlauncher.host.http.ListenAddress;
import org.openlauncher.host.http.MetricSource;
import org.openlauncher.host.http.NodeOverview;
import org.openlauncher.host.jobs.Caller;
import org.openlauncher.host.json.JsonObjectCheck;
import org.openlauncher.host.logging.AuditFile;
import org.openlauncher.host.logging.DebugLogging;
import org.openlauncher.host.sessions.Readiness;
import org.openlauncher.process.InheritedSecrets;
import org.openlauncher.process.Privileges;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A launcher that runs: what all have in common, and the front door. */
final class RunningLauncher implements PluginReceiver {
  private static final Logger LOG = LoggerFactory.getLogger(RunningLauncher.class);

  private final Instant startedAt = Instant.now();
  private final String version;
  private final ServerSettings settings;
  private final DoorFiles files;
  private final Privileges privileges;
  private final LauncherCore core;
  private final Readiness readiness;
  private final FrontDoor frontDoor;
  private final ConfigurationReload reload;

  private RunningLauncher(
      LauncherCore core,
      LauncherConfiguration configuration,
      DoorFiles files,
      UserDirectory users,
      Privileges privileges,
      LiveSessions sessions,
      String version) {
    this.core = core;
    this.version = version;
    this.settings = configuration.server();
    this.files = files;
    this.privileges = privileges;
    this.reload = new ConfigurationReload(configuration, core.plugins().renewal(), sessions);
    this.frontDoor =
        new FrontDoor(
            frontDoorSettings(settings, files, core.clusters()::adminGroup),
            core.jobs().jobs(),
            core.plugins(),
            core.lifeCycle(),
            users,
            files.authenticator(),
            this::overview,
            List.of(this::metrics, new ClusterMetrics(core.plugins()::counters)),
            new AuditLines(new AuditFile()),
            sessions);
    UserAccount self = users.self();
    this.readiness =
        new Readiness(
            core.jobs().jobs(),
            new Caller(self, true, self.name()),
            sessions.get().configuration().connectionTimeout(),
            core.timer(),
            core.jobs()::sessionReady);
    sessions.listen(fresh -> readiness.connectionTimeout(fresh.connectionTimeout()));
  }

  static RunningLauncher start(
      BundleContext framework,
      BootProperties boot,
      UserDirectory users,
      Privileges privileges,
      KeySource keys,
      InheritedSecrets secrets,
      String version)
      throws StartFailure {
    Configurations read = configurations(users);
    LauncherConfiguration configuration = read.launcher();
    LiveSessions sessions =
        new LiveSessions(
            SessionFiles.read(configuration.folder(), read.sessions(), secrets),
            read.sessionFiles());
    DoorFiles files = DoorFiles.read(keys, configuration.server());
    RunningLauncher launcher =
        new RunningLauncher(
            LauncherCore.of(framework, boot, configuration, users),
            configuration,
            files,
            users,
            privileges,
            sessions,
            version);
    try {
      launcher.frontDoor.start();
      files.watch(launcher.frontDoor::renew);
      launcher.reload.watch();
      launcher.readiness.start();
      launcher.core.plugins().loadBalancerNodes(() -> List.of(launcher.self()));
      launcher.core.lifeCycle().start();
      List<String> addresses =
          launcher.frontDoor.boundAddresses().stream().map(RunningLauncher::text).toList();
      LOG.info("Listening at {}", String.join(" and ", addresses));
      if (!privileges.otherUsers()) {
        LOG.warn(
            "Every job runs as {}, the user that the launcher itself runs as", users.self().name());
      }
      if (boot.readyFile().isPresent()) {
        tellReady(boot.readyFile().get(), addresses.get(0));
      }
      return launcher;
    } catch (IOException failure) {
      launcher.close();
      throw new StartFailure(StartFailure.UNAVAILABLE, "The launcher " + failure.getMessage());
    }
  }

  private static String text(SocketAddress address) {
    if (address instanceof InetSocketAddress tcp) {
      String host = tcp.getHostString();
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + tcp.getPort();
    }
    return address.toString();
  }

  private record Configurations(
      LauncherConfiguration launcher, SessionConfiguration sessions, FileStamps sessionFiles) {}

  private static Configurations configurations(UserDirectory users) throws StartFailure {
    Problems problems = new Problems();
    ConfigurationFolder folder = ConfigurationFolder.locate();
    FileStamps sessionFiles = new FileStamps(SessionConfiguration.files(folder));
    LauncherConfiguration configuration = LauncherConfiguration.read(folder, problems).orElse(null);
    SessionConfiguration sessions =
        configuration == null
            ? null
            : SessionConfiguration.read(configuration, JsonObjectCheck::fault, problems);
    if (configuration != null && sessions != null) {
      NamedByConfiguration.check(configuration, users, problems);
      NamedByConfiguration.checkPrograms(sessions, problems);
    }
    if (configuration == null || sessions == null || problems.hasErrors()) {
      throw new StartFailure(
          StartFailure.CONFIGURATION,
          problems.list().stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
    DebugLogging.enable(configuration.server().debugLogging());
    configuration
        .values()
        .forEach(
            value ->
                LOG.debug(
                    "{}{}: {} ({})",
                    value.cluster().map(name -> "cluster " + name + ": ").orElse(""),
                    value.option(),
                    value.value().orElse("not set"),
                    value.source()));
    problems.list().forEach(problem -> LOG.warn("{}", problem));
    return new Configurations(configuration, sessions, sessionFiles);
  }

  private static FrontDoorSettings frontDoorSettings(
      ServerSettings settings, DoorFiles files, Supplier<Optional<String>> adminGroup) {
    return new FrontDoorSettings(
        listenAddresses(settings),
        files.tlsIdentity(),
        settings.maxMessageSize(),
        settings.requestTimeout(),
        settings.idleSocketTimeout(),
        FrontDoorSettings.USUAL_KEEP_ALIVE_INTERVAL,
        settings.authorizationEnabled(),
        adminGroup,
        settings.metricsEnabled() ? MetricsAccess.LOCAL : MetricsAccess.NONE);
  }

  private static List<ListenAddress> listenAddresses(ServerSettings settings) {
    return Stream.concat(Stream.of(settings.address()), settings.unixSocket().stream())
        .map(RunningLauncher::listenAddress)
        .toList();
  }

  private static ListenAddress listenAddress(ServerAddress address) {
    if (address instanceof ServerAddress.Tcp tcp) {
      return new ListenAddress.Tcp(tcp.host(), tcp.port());
    }
    // Anybody may connect: the kernel tells who it is.
    return new ListenAddress.UnixSocket(
        ((ServerAddress.UnixSocket) address).path(), PosixFilePermissions.fromString("rw-rw-rw-"));
  }

  private NodeOverview overview() {
    List<String> warnings = new ArrayList<>();
    if (!privileges.otherUsers()) {
      warnings.add("unprivileged mode: every job runs as the user that the launcher runs as");
    }
    core.storeTrouble().ifPresent(warnings::add);
    List<String> troubles = new ArrayList<>(files.troubles());
    core.logTrouble().ifPresent(troubles::add);
    troubles.addAll(reload.troubles());
    troubles.addAll(core.lifeCycle().troubles());
    warnings.addAll(troubles);
    Level level = troubles.isEmpty() ? Level.GREEN : Level.YELLOW;
    return new NodeOverview(hostName(), version, startedAt, level, warnings, List.of());
  }

  /** No other launcher shares the work: this one alone is what clusters are told. */
  private LoadBalancerNode self() {
    return new LoadBalancerNode(
        hostName(),
        ownAddress(),
        settings.address() instanceof ServerAddress.Tcp tcp
            ? Optional.of(tcp.port())
            : Optional.empty(),
        Optional.of(Instant.now()),
        LoadBalancerNode.ONLINE);
  }

  private static Optional<String> ownAddress() {
    try {
      return InetAddress.getLocalHost() instanceof Inet4Address own
          ? Optional.of(own.getHostAddress())
          : Optional.empty();
    } catch (UnknownHostException nameless) {
      return Optional.empty();
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }

  private List<MetricSource.Metric> metrics() {
    return List.of(
        new MetricSource.Metric(
            "openlauncher_jobs",
            "Jobs by state.",
            MetricSource.Type.GAUGE,
            core.jobs().countByState().entrySet().stream()
                .map(
                    count ->
                        new MetricSource.Sample(
                            java.util.Map.of("status", count.getKey().wireName()),
                            count.getValue()))
                .toList()),
        MetricSource.Metric.of(
            "openlauncher_open_outputs",
            "Outputs of jobs that are being read.",
            MetricSource.Type.GAUGE,
            core.jobs().openOutputs()));
  }

  /** By rename, so that nobody reads half of it. */
  private static void tellReady(Path file, String address) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(
        fresh, "{\"pid\":" + ProcessHandle.current().pid() + ",\"address\":\"" + address + "\"}\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
    frontDoor.close();
    readiness.close();
    files.close();
    reload.close();
    core.close();
  }
}
