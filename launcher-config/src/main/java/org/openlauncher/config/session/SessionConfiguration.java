package org.openlauncher.config.session;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openlauncher.config.ClusterSection;
import org.openlauncher.config.ConfigurationFolder;
import org.openlauncher.config.EffectiveValue;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.Problems;
import org.openlauncher.config.ServerAddress;

/** Everything that sessions and ad-hoc jobs are made from. Immutable; safe from any thread. */
public final class SessionConfiguration {
  private static final String RSERVER = "rserver.conf";
  private static final String JUPYTER = "jupyter.conf";
  private static final String VS_CODE = "vscode.conf";

  private final ConfigurationFolder folder;
  private final SettingsFile server;
  private final SettingsFile jupyter;
  private final SettingsFile code;
  private final List<MountEntry> mounts;
  private final List<VariableEntry> variables;
  private final List<PortEntry> ports;

  private SessionConfiguration(
      ConfigurationFolder folder,
      SettingsFile server,
      SettingsFile jupyter,
      SettingsFile code,
      List<MountEntry> mounts,
      List<VariableEntry> variables,
      List<PortEntry> ports) {
    this.folder = folder;
    this.server = server;
    this.jupyter = jupyter;
    this.code = code;
    this.mounts = mounts;
    this.variables = variables;
    this.ports = ports;
  }

  /** The six files that are read, whether they exist or not. */
  public static List<Path> files(ConfigurationFolder folder) {
    return Stream.of(
            RSERVER, JUPYTER, VS_CODE, MountsFile.NAME, EnvironmentFile.NAME, PortsFile.NAME)
        .map(folder::file)
        .toList();
  }

  /**
   * Reads all six files; each may be missing.
   *
   * @param launcher the configuration that they belong to
   * @param json looks at the objects of mounts that are passed through
   * @param problems takes what is wrong; where it then has errors, the result must not be used
   */
  public static SessionConfiguration read(
      LauncherConfiguration launcher, JsonFault json, Problems problems) {
    ConfigurationFolder folder = launcher.folder();
    ClusterNames clusters =
        new ClusterNames(launcher.clusters().stream().map(ClusterSection::name).toList());
    SettingsFile server =
        SettingsFile.read(
            folder.file(RSERVER),
            SessionOptions.RSERVER,
            key -> key.startsWith("launcher-"),
            problems);
    SettingsFile jupyter =
        SettingsFile.read(folder.file(JUPYTER), SessionOptions.JUPYTER, key -> true, problems);
    SettingsFile code =
        SettingsFile.read(folder.file(VS_CODE), SessionOptions.VS_CODE, key -> true, problems);
    SettingsChecks checks = new SettingsChecks(launcher, clusters, problems);
    checks.server(server);
    checks.workbench(jupyter);
    checks.workbench(code);
    checks.arguments(code);
    List<MountEntry> mounts =
        MountsFile.read(folder.file(MountsFile.NAME), clusters, json, problems);
    checks.mounts(mounts);
    return new SessionConfiguration(
        folder,
        server,
        jupyter,
        code,
        mounts,
        EnvironmentFile.read(folder.file(EnvironmentFile.NAME), clusters, problems),
        PortsFile.read(folder.file(PortsFile.NAME), clusters, problems));
  }

  /**
   * Whether rserver.conf enables sessions, for who has nothing to do with the rest. What is wrong
   * with the file is not told here.
   */
  public static boolean sessionsEnabledIn(ConfigurationFolder folder) {
    return SettingsFile.read(
            folder.file(RSERVER),
            List.of(SessionOptions.SESSIONS_ENABLED),
            key -> false,
            new Problems())
        .get(SessionOptions.SESSIONS_ENABLED)
        .value();
  }

  /** Whether sessions are started through the launcher. */
  public Sourced<Boolean> sessionsEnabled() {
    return server.get(SessionOptions.SESSIONS_ENABLED);
  }

  /** Whether this kind of session is offered where sessions are. */
  public Sourced<Boolean> enabled(Workbench workbench) {
    return switch (workbench) {
      case RSTUDIO -> server.get(SessionOptions.SESSIONS_ENABLED);
      case JUPYTER_LAB -> jupyter.get(SessionOptions.LABS_ENABLED);
      case JUPYTER_NOTEBOOK -> jupyter.get(SessionOptions.NOTEBOOKS_ENABLED);
      case VS_CODE -> code.get(SessionOptions.CODE_ENABLED);
    };
  }

  /** What to write into which file to have this kind of session. */
  public String enabling(Workbench workbench) {
    return switch (workbench) {
      case RSTUDIO -> SessionOptions.SESSIONS_ENABLED.name() + "=1 in " + server.path();
      case JUPYTER_LAB -> SessionOptions.LABS_ENABLED.name() + "=1 in " + jupyter.path();
      case JUPYTER_NOTEBOOK -> SessionOptions.NOTEBOOKS_ENABLED.name() + "=1 in " + jupyter.path();
      case VS_CODE -> SessionOptions.CODE_ENABLED.name() + "=1 in " + code.path();
    };
  }

  /** The cluster of sessions that name none. */
  public Optional<Sourced<String>> defaultCluster() {
    return server.find(SessionOptions.DEFAULT_CLUSTER);
  }

  /** The clusters for a kind of session; empty where all are. */
  public Optional<Sourced<List<String>>> sessionClusters(Workbench workbench) {
    Optional<Sourced<List<String>>> all = server.find(SessionOptions.SESSIONS_CLUSTERS);
    return ofWorkbench(workbench).flatMap(own -> own.find(SessionOptions.CLUSTERS)).or(() -> all);
  }

  /** The clusters for ad-hoc jobs; empty where all are. */
  public Optional<Sourced<List<String>>> adhocClusters() {
    return server.find(SessionOptions.ADHOC_CLUSTERS);
  }

  /** The image of a kind of session that names none. */
  public Optional<Sourced<String>> sessionImage(Workbench workbench) {
    Optional<Sourced<String>> all = server.find(SessionOptions.SESSIONS_IMAGE);
    return ofWorkbench(workbench).flatMap(own -> own.find(SessionOptions.IMAGE)).or(() -> all);
  }

  /** The images for a kind of session; empty where all are. */
  public Optional<Sourced<List<String>>> sessionImages(Workbench workbench) {
    Optional<Sourced<List<String>>> all = server.find(SessionOptions.SESSIONS_IMAGES);
    return ofWorkbench(workbench).flatMap(own -> own.find(SessionOptions.IMAGES)).or(() -> all);
  }

  /** The images for ad-hoc jobs; empty where all are. */
  public Optional<Sourced<List<String>>> adhocImages() {
    return server.find(SessionOptions.ADHOC_IMAGES);
  }

  private Optional<SettingsFile> ofWorkbench(Workbench workbench) {
    return switch (workbench) {
      case RSTUDIO -> Optional.empty();
      case JUPYTER_LAB, JUPYTER_NOTEBOOK -> Optional.of(jupyter);
      case VS_CODE -> Optional.of(code);
    };
  }

  /** Where RStudio finds the launcher and checks its certificate; empty where it does not. */
  public Optional<ServerAddress.Tcp> verifiedLauncher() {
    boolean verified =
        server.get(SessionOptions.USE_SSL).value() && server.get(SessionOptions.VERIFY_SSL).value();
    return server
        .find(SessionOptions.LAUNCHER_ADDRESS)
        .filter(address -> verified && !address.value().startsWith("/"))
        .flatMap(
            address ->
                server
                    .find(SessionOptions.LAUNCHER_PORT)
                    .map(port -> new ServerAddress.Tcp(address.value(), port.value().intValue())));
  }

  /** Where sessions reach RStudio. */
  public Optional<Sourced<URI>> callbackAddress() {
    return server.find(SessionOptions.CALLBACK_ADDRESS);
  }

  /** Whether sessions check the certificate of the callback address. */
  public Sourced<Boolean> verifyCallback() {
    return server.get(SessionOptions.CALLBACK_VERIFY);
  }

  /** Whether sessions are root inside their containers. */
  public Sourced<Boolean> runAsRoot() {
    return server.get(SessionOptions.RUN_AS_ROOT);
  }

  /** Whether the user is made inside the container. */
  public Sourced<Boolean> createContainerUser() {
    return server.get(SessionOptions.CREATE_USER);
  }

  /** Whether sessions see the container's own variables. */
  public Sourced<Boolean> forwardContainerEnvironment() {
    return server.get(SessionOptions.FORWARD_ENVIRONMENT);
  }

  /** Whether supplemental groups reach containers in which the user is not made. */
  public Sourced<Boolean> forwardGroups() {
    return server.get(SessionOptions.FORWARD_GROUPS);
  }

  /** How long one attempt to connect to a session may take; empty for the system's own time. */
  public Optional<Duration> connectionTimeout() {
    return Optional.of(server.get(SessionOptions.CONNECTION_TIMEOUT).value())
        .filter(time -> !time.isZero());
  }

  /** The folder that RStudio and its sessions share. */
  public Optional<Sourced<Path>> sharedStorage() {
    return server.find(SessionOptions.SHARED_STORAGE);
  }

  /** RStudio's own port. */
  public int rstudioPort() {
    return server.get(SessionOptions.WWW_PORT).value().intValue();
  }

  /** The program of a kind of session. */
  public Sourced<Path> program(Workbench workbench) {
    return switch (workbench) {
      case RSTUDIO -> server.get(SessionOptions.RSESSION_PATH);
      case JUPYTER_LAB, JUPYTER_NOTEBOOK -> jupyter.get(SessionOptions.JUPYTER_EXE);
      case VS_CODE -> code.get(SessionOptions.CODE_EXE);
    };
  }

  /** The subcommand of jupyter for JupyterLab sessions. */
  public Sourced<String> labCommand() {
    return jupyter.get(SessionOptions.LAB_COMMAND);
  }

  /** The subcommand of jupyter for Jupyter Notebook sessions. */
  public Sourced<String> notebookCommand() {
    return jupyter.get(SessionOptions.NOTEBOOK_COMMAND);
  }

  /** The configured arguments of code-server. */
  public List<String> codeServerArguments() {
    return Words.split(code.get(SessionOptions.CODE_ARGS).value()).orElse(List.of());
  }

  /** The mounts, in the file's order. */
  public List<MountEntry> mounts() {
    return mounts;
  }

  /** The variables, in the file's order. */
  public List<VariableEntry> variables() {
    return variables;
  }

  /** The ports, in the file's order. */
  public List<PortEntry> ports() {
    return ports;
  }

  /** All values with where they come from, secrets hidden. */
  public List<EffectiveValue> values() {
    List<EffectiveValue> values = new ArrayList<>(server.listed());
    values.addAll(jupyter.listed());
    values.addAll(code.listed());
    EntryValues entries = new EntryValues(folder);
    mounts.forEach(entry -> values.addAll(entries.of(entry)));
    variables.forEach(entry -> values.add(entries.of(entry)));
    ports.forEach(entry -> values.add(entries.of(entry)));
    return List.copyOf(values);
  }
}
