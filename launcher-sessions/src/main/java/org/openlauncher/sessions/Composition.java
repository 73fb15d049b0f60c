package org.openlauncher.sessions;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.ExposedPort;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.Mount;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.auth.SessionKey;
import org.openlauncher.auth.SessionToken;
import org.openlauncher.config.session.EntryScope;
import org.openlauncher.config.session.MountEntry;
import org.openlauncher.config.session.Placeholders;
import org.openlauncher.config.session.PortEntry;
import org.openlauncher.config.session.SessionConfiguration;
import org.openlauncher.config.session.Sourced;
import org.openlauncher.config.session.VariableEntry;

/** One request on its way to be a job; notes what everything comes from. */
final class Composition {
  private static final String ROOTS_HOME = "/root";

  /** Stands for one that is chosen later, so that the same request asks for the same. */
  private static final int UNKNOWN_PORT = 0;

  private final SessionConfiguration configuration;
  private final SessionRequest request;
  private final UserAccount owner;
  private final ClusterFacts cluster;
  private final Placeholders placeholders;
  private final List<Setting> settings = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final JobSpecification common;

  Composition(
      SessionConfiguration configuration,
      SessionRequest request,
      UserAccount owner,
      ClusterChoice choice,
      ClusterFacts cluster) {
    this.configuration = configuration;
    this.request = request;
    this.owner = owner;
    this.cluster = cluster;
    this.placeholders = new Placeholders(owner.name(), owner.home().toString());
    settings.add(new Setting("cluster", choice.name(), choice.source()));
    JobSpecification.Builder builder =
        request.job().toBuilder().user(owner.name()).cluster(choice.name());
    if (request.job().name().isEmpty()) {
      builder.name(request.workbench().map(each -> each.word() + " session").orElse("ad-hoc job"));
    }
    container().ifPresent(builder::container);
    builder.mounts(mounts());
    builder.environment(environment());
    this.common = builder.build();
  }

  private boolean runsAsRoot() {
    return request.workbench().isPresent() && configuration.runAsRoot().value();
  }

  private Optional<Container> container() {
    if (!cluster.containers()) {
      request
          .image()
          .ifPresent(
              image -> {
                throw new LauncherException(
                    ErrorCode.INVALID_REQUEST,
                    request.path() + ".image: cluster " + cluster.name() + " runs no containers");
              });
      return Optional.empty();
    }
    Images.Choice image = new Images(configuration).choose(request, cluster);
    settings.add(new Setting("image", image.name(), image.source()));
    return Optional.of(identity(image.name()));
  }

  /** Who runs in the container: decided here, and nowhere else. */
  private Container identity(String image) {
    if (runsAsRoot()) {
      settings.add(new Setting("run as", "root", configuration.runAsRoot().source()));
      return new Container(image, Optional.empty(), Optional.empty(), List.of(), false);
    }
    boolean session = request.workbench().isPresent();
    if (session && configuration.createContainerUser().value()) {
      settings.add(
          new Setting("run as", "an account", configuration.createContainerUser().source()));
      return new Container(image, Optional.empty(), Optional.empty(), List.of(), true);
    }
    boolean groups = !session || configuration.forwardGroups().value();
    settings.add(
        new Setting(
            "run as",
            groups ? "user and group ids" : "user id and primary group id",
            session ? configuration.forwardGroups().source() : "default"));
    // No list stands for all groups of the owner, so that the primary one alone has to be named.
    return new Container(
        image,
        Optional.of(owner.uid()),
        Optional.of(owner.gid()),
        groups ? owner.groupIds() : List.of(owner.gid()),
        false);
  }

  private boolean fits(EntryScope scope) {
    return scope.fits(request.kind(), request.workbench(), cluster.name());
  }

  private List<Mount> mounts() {
    if (!cluster.containers()) {
      return List.of();
    }
    Map<Path, Origin> places = new HashMap<>();
    List<Mount> mounts = new ArrayList<>();
    for (MountEntry entry : configuration.mounts()) {
      if (!fits(entry.scope())) {
        continue;
      }
      Mount mount = entry.fill(placeholders);
      Origin earlier = places.putIfAbsent(Path.of(mount.mountPath()).normalize(), entry.origin());
      if (earlier != null) {
        throw new LauncherException(
            ErrorCode.INVALID_REQUEST,
            "two mounts at "
                + mount.mountPath()
                + ": "
                + earlier
                + " and "
                + entry.origin()
                + "; an administrator has to remove one");
      }
      mounts.add(mount);
      settings.add(
          new Setting(
              "mount " + mount.mountPath(), mount.source().type(), entry.origin().toString()));
    }
    String home = runsAsRoot() ? ROOTS_HOME : owner.home().toString();
    warnOfMissing("the home folder", home, places);
    configuration
        .sharedStorage()
        .ifPresent(
            folder ->
                warnOfMissing(
                    "server-shared-storage-path (" + folder.source() + ")",
                    folder.value().toString(),
                    places));
    return mounts;
  }

  private void warnOfMissing(String what, String path, Map<Path, Origin> places) {
    if (request.workbench().isPresent() && !places.containsKey(Path.of(path).normalize())) {
      warnings.add(
          what
              + " is not mounted: launcher-mounts has no mount at "
              + path
              + " for "
              + request.workbench().get().word()
              + " sessions on cluster "
              + cluster.name());
    }
  }

  private List<EnvironmentVariable> environment() {
    Map<String, EnvironmentVariable> variables = new LinkedHashMap<>();
    Map<String, String> sources = new LinkedHashMap<>();
    for (VariableEntry entry : configuration.variables()) {
      if (fits(entry.scope())) {
        EnvironmentVariable variable = entry.fill(placeholders);
        variables.put(variable.name(), variable);
        sources.put(variable.name(), entry.origin().toString());
      }
    }
    for (EnvironmentVariable variable : request.job().environment()) {
      variables.put(variable.name(), variable);
      sources.put(variable.name(), Setting.REQUEST);
    }
    for (EnvironmentVariable variable : own()) {
      variables.put(variable.name(), variable);
      sources.put(variable.name(), sourceOfOwn(variable.name()));
    }
    sources.forEach((name, source) -> settings.add(new Setting("variable " + name, "", source)));
    return List.copyOf(variables.values());
  }

  private String sourceOfOwn(String variable) {
    return switch (variable) {
      case Container.FORWARD_ENVIRONMENT -> configuration.forwardContainerEnvironment().source();
      case SessionVariables.CALLBACK_ADDRESS ->
          configuration.callbackAddress().map(Sourced::source).orElse(Setting.LAUNCHER);
      case SessionVariables.CALLBACK_VERIFY -> configuration.verifyCallback().source();
      default -> Setting.LAUNCHER;
    };
  }

  /** What every session is told; nobody else can set it. */
  private List<EnvironmentVariable> own() {
    List<EnvironmentVariable> variables = new ArrayList<>();
    if (cluster.containers()) {
      boolean root = runsAsRoot();
      String name = root ? "root" : owner.name();
      variables.add(new EnvironmentVariable("USER", name));
      variables.add(new EnvironmentVariable("LOGNAME", name));
      variables.add(new EnvironmentVariable("HOME", root ? ROOTS_HOME : owner.home().toString()));
    }
    if (request.workbench().isEmpty()) {
      return variables;
    }
    if (cluster.containers()) {
      variables.add(
          new EnvironmentVariable(
              Container.FORWARD_ENVIRONMENT,
              SessionVariables.flag(configuration.forwardContainerEnvironment().value())));
    }
    configuration
        .callbackAddress()
        .ifPresent(
            address -> {
              variables.add(
                  new EnvironmentVariable(
                      SessionVariables.CALLBACK_ADDRESS, address.value().toString()));
              variables.add(
                  new EnvironmentVariable(
                      SessionVariables.CALLBACK_VERIFY,
                      SessionVariables.flag(configuration.verifyCallback().value())));
            });
    return variables;
  }

  private List<ExposedPort> exposed(Optional<Integer> sessionPort) {
    if (!cluster.ownNetwork()) {
      return List.of();
    }
    Map<Integer, ExposedPort> ports = new LinkedHashMap<>();
    sessionPort.ifPresent(
        port -> {
          ports.put(port, exposed(port));
          settings.add(
              new Setting(
                  "port " + port,
                  "",
                  request.port().isPresent() ? Setting.REQUEST : Setting.LAUNCHER));
        });
    for (PortEntry entry : configuration.ports()) {
      if (fits(entry.scope()) && ports.putIfAbsent(entry.port(), exposed(entry.port())) == null) {
        settings.add(new Setting("port " + entry.port(), "", entry.origin().toString()));
      }
    }
    return List.copyOf(ports.values());
  }

  private static ExposedPort exposed(int port) {
    return new ExposedPort(port, Optional.empty(), ExposedPort.Protocol.TCP);
  }

  ComposedJob session(SessionCommand command, int port, SessionKey key) {
    settings.add(
        new Setting("program", command.program().value().toString(), command.program().source()));
    command.warning().ifPresent(warnings::add);
    Optional<Integer> shown = Optional.of(port);
    List<ExposedPort> exposed = exposed(shown);
    String program = command.program().value().toString();
    JobSpecification asked =
        common.toBuilder()
            .exe(program)
            .args(
                command.arguments(
                    owner.name(), request.port().orElse(UNKNOWN_PORT), request.basePath()))
            .tags(
                SessionTags.of(request.kind(), request.workbench(), request.port(), common.tags()))
            .build();
    return new ComposedJob(
        asked,
        (id, filled) ->
            asRoot(filled).toBuilder()
                .args(command.arguments(owner.name(), port, request.basePath()))
                .environment(withToken(filled.environment(), command, port, key, id))
                .exposedPorts(exposed)
                .tags(SessionTags.of(request.kind(), request.workbench(), shown, common.tags()))
                .build(),
        shown,
        settings,
        warnings);
  }

  /** The administrator's word, and not the client's: no client may ask for it. */
  private JobSpecification asRoot(JobSpecification filled) {
    return filled
        .container()
        .filter(container -> runsAsRoot())
        .map(
            container ->
                filled.toBuilder()
                    .container(
                        new Container(
                            container.image(), Optional.of(0L), Optional.of(0L), List.of(), false))
                    .build())
        .orElse(filled);
  }

  private List<EnvironmentVariable> withToken(
      List<EnvironmentVariable> others,
      SessionCommand command,
      int port,
      SessionKey key,
      JobId id) {
    String token =
        SessionToken.of(owner.name(), id.value(), Instant.now(), SessionToken.VALIDITY).sign(key);
    List<EnvironmentVariable> variables = new ArrayList<>(others);
    variables.add(new EnvironmentVariable(SessionVariables.ID, id.value()));
    variables.add(new EnvironmentVariable(SessionVariables.PORT, Integer.toString(port)));
    variables.add(new EnvironmentVariable(SessionVariables.TOKEN, token));
    variables.add(new EnvironmentVariable(SessionVariables.PUBLIC_KEY, key.publicKey().pem()));
    variables.addAll(command.environment(owner.name(), port, token));
    return variables;
  }

  ComposedJob adhoc() {
    JobSpecification.Builder builder = common.toBuilder().exposedPorts(exposed(Optional.empty()));
    request.script().ifPresent(script -> script(script, builder));
    JobSpecification whole =
        builder
            .tags(SessionTags.of(request.kind(), Optional.empty(), Optional.empty(), common.tags()))
            .build();
    return new ComposedJob(whole, (id, filled) -> filled, Optional.empty(), settings, warnings);
  }

  /** R has no way to make its scripts programs; any other script says itself what runs it. */
  private void script(String script, JobSpecification.Builder builder) {
    if (script.toLowerCase(Locale.ROOT).endsWith(".r")) {
      List<String> arguments = new ArrayList<>(List.of(script));
      arguments.addAll(common.args());
      builder.exe("Rscript").args(arguments);
    } else {
      builder.exe(script);
    }
  }
}
