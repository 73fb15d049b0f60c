package org.openlauncher.config.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.Problems;
import org.openlauncher.config.Quoted;
import org.openlauncher.config.ServerAddress;

/** What one value alone can't tell: whether it fits the others. */
final class SettingsChecks {
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  private final LauncherConfiguration launcher;
  private final ClusterNames clusters;
  private final Problems problems;

  SettingsChecks(LauncherConfiguration launcher, ClusterNames clusters, Problems problems) {
    this.launcher = launcher;
    this.clusters = clusters;
    this.problems = problems;
  }

  void server(SettingsFile server) {
    Sourced<Boolean> enabled = server.get(SessionOptions.SESSIONS_ENABLED);
    if (enabled.value()) {
      required(server, enabled, SessionOptions.LAUNCHER_ADDRESS);
      required(server, enabled, SessionOptions.CALLBACK_ADDRESS);
      boolean socket =
          server
              .find(SessionOptions.LAUNCHER_ADDRESS)
              .filter(address -> address.value().startsWith("/"))
              .isPresent();
      if (!socket) {
        required(server, enabled, SessionOptions.LAUNCHER_PORT);
      }
    }
    address(server);
    cookieKey(server);
    clusterNames(server, SessionOptions.SESSIONS_CLUSTERS);
    clusterNames(server, SessionOptions.ADHOC_CLUSTERS);
    server
        .find(SessionOptions.DEFAULT_CLUSTER)
        .ifPresent(
            cluster -> {
              Origin origin = cluster.origin().orElseThrow();
              clusters.check(
                  origin, SessionOptions.DEFAULT_CLUSTER.name(), cluster.value(), problems);
              outside(
                  server,
                  SessionOptions.DEFAULT_CLUSTER,
                  cluster,
                  SessionOptions.SESSIONS_CLUSTERS);
            });
    server
        .find(SessionOptions.SESSIONS_IMAGE)
        .ifPresent(
            image ->
                outside(
                    server, SessionOptions.SESSIONS_IMAGE, image, SessionOptions.SESSIONS_IMAGES));
  }

  void workbench(SettingsFile file) {
    clusterNames(file, SessionOptions.CLUSTERS);
    file.find(SessionOptions.IMAGE)
        .ifPresent(image -> outside(file, SessionOptions.IMAGE, image, SessionOptions.IMAGES));
  }

  void arguments(SettingsFile code) {
    Sourced<String> arguments = code.get(SessionOptions.CODE_ARGS);
    if (Words.split(arguments.value()).isEmpty()) {
      problems.error(
          arguments.origin().orElseThrow(),
          SessionOptions.CODE_ARGS.name()
              + ": expected every quotation mark to be closed, found "
              + Quoted.of(arguments.value()));
    }
  }

  /** What no job could have is told now, and not to every user. */
  void mounts(List<MountEntry> mounts) {
    Map<String, List<MountEntry>> byPath = new HashMap<>();
    for (MountEntry mount : mounts) {
      String path = mount.mount().mountPath().replaceAll("/+", "/").replaceAll("(?<=.)/$", "");
      List<MountEntry> earlier = byPath.computeIfAbsent(path, none -> new ArrayList<>());
      earlier.stream()
          .filter(other -> meet(other.scope(), mount.scope()))
          .findFirst()
          .ifPresent(
              other ->
                  problems.error(
                      mount.origin(),
                      "MountPath: another mount at "
                          + path.replaceFirst("^/(?=\\{HOME})", "")
                          + " for the same jobs stands in line "
                          + other.origin().line()));
      earlier.add(mount);
    }
  }

  private static boolean meet(EntryScope one, EntryScope other) {
    return meet(one.kind(), other.kind())
        && meet(one.workbench(), other.workbench())
        && meet(
            one.cluster().map(name -> name.toLowerCase(java.util.Locale.ROOT)),
            other.cluster().map(name -> name.toLowerCase(java.util.Locale.ROOT)));
  }

  private static <T> boolean meet(Optional<T> one, Optional<T> other) {
    return one.isEmpty() || other.isEmpty() || one.equals(other);
  }

  private void required(
      SettingsFile server, Sourced<Boolean> because, ConfigurationOption<?> option) {
    // A value that is there but wrong is told already.
    if (server.options().origin(option).isEmpty()) {
      problems.error(
          because.origin().orElseThrow(),
          "the key \""
              + option.name()
              + "\" is required with "
              + SessionOptions.SESSIONS_ENABLED.name()
              + "=1, and missing");
    }
  }

  private void address(SettingsFile server) {
    Optional<Sourced<String>> address = server.find(SessionOptions.LAUNCHER_ADDRESS);
    if (address.isEmpty() || !LOCAL.contains(address.get().value())) {
      return;
    }
    if (launcher.server().address() instanceof ServerAddress.Tcp tcp) {
      OptionalInt port =
          server.find(SessionOptions.LAUNCHER_PORT).stream()
              .mapToInt(value -> value.value().intValue())
              .findFirst();
      if (port.isPresent() && port.getAsInt() != tcp.port()) {
        problems.warning(
            server.options().origin(SessionOptions.LAUNCHER_PORT).orElseThrow(),
            SessionOptions.LAUNCHER_PORT.name()
                + " is "
                + port.getAsInt()
                + ", but the launcher listens at port "
                + tcp.port()
                + " ("
                + launcher.file()
                + ")");
      }
      boolean ssl = server.get(SessionOptions.USE_SSL).value();
      if (ssl != launcher.server().tls().isPresent()) {
        problems.warning(
            server
                .options()
                .origin(SessionOptions.USE_SSL)
                .orElseGet(() -> address.get().origin().orElseThrow()),
            SessionOptions.USE_SSL.name()
                + " is "
                + (ssl ? "1" : "0")
                + ", but enable-ssl of "
                + launcher.file()
                + " is "
                + (ssl ? "0" : "1"));
      }
    }
  }

  private void cookieKey(SettingsFile server) {
    server
        .find(SessionOptions.COOKIE_KEY)
        .filter(key -> !key.value().equals(launcher.server().secureCookieKeyFile()))
        .ifPresent(
            key ->
                problems.warning(
                    key.origin().orElseThrow(),
                    SessionOptions.COOKIE_KEY.name()
                        + " is another file than that of the launcher, "
                        + launcher.server().secureCookieKeyFile()
                        + "; RStudio and the launcher need the same key"));
  }

  private void clusterNames(SettingsFile file, ConfigurationOption<List<String>> option) {
    file.find(option)
        .ifPresent(
            names ->
                names
                    .value()
                    .forEach(
                        name ->
                            clusters.check(
                                names.origin().orElseThrow(), option.name(), name, problems)));
  }

  private void outside(
      SettingsFile file,
      ConfigurationOption<String> option,
      Sourced<String> value,
      ConfigurationOption<List<String>> allowed) {
    file.find(allowed)
        .filter(list -> list.value().stream().noneMatch(value.value()::equalsIgnoreCase))
        .ifPresent(
            list ->
                problems.warning(
                    value.origin().orElseThrow(),
                    option.name()
                        + ": "
                        + Quoted.of(value.value())
                        + " is not among "
                        + allowed.name()
                        + " ("
                        + list.source()
                        + ")"));
  }
}
