package org.openlauncher.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.config.ClusterSection;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.Problems;
import org.openlauncher.config.session.SessionConfiguration;
import org.openlauncher.config.session.Sourced;
import org.openlauncher.config.session.Workbench;

/** Whether this machine and this version have what launcher.conf names. */
final class NamedByConfiguration {
  static final String SQLITE = "jdbc:sqlite:";
  private static final String POSTGRESQL = "jdbc:postgresql:";
  private static final String ADMIN_GROUP = "admin-group";
  private static final String ALLOWED_GROUPS = "allowed-groups";

  private final LauncherConfiguration launcher;
  private final UserDirectory users;
  private final Problems problems;
  private boolean silent;

  private NamedByConfiguration(
      LauncherConfiguration launcher, UserDirectory users, Problems problems) {
    this.launcher = launcher;
    this.users = users;
    this.problems = problems;
  }

  /** Tells what is missing. May block for as long as the machine's name service takes. */
  static void check(LauncherConfiguration launcher, UserDirectory users, Problems problems) {
    NamedByConfiguration named = new NamedByConfiguration(launcher, users, problems);
    named.files();
    named.groups();
  }

  /**
   * Tells which sessions' programs are missing. One may be in images or on other machines alone, so
   * that this is a warning.
   */
  static void checkPrograms(SessionConfiguration sessions, Problems problems) {
    for (Workbench workbench : Workbench.values()) {
      Sourced<Path> program = sessions.program(workbench);
      if (sessions.enabled(workbench).value() && !Files.isExecutable(program.value())) {
        program
            .origin()
            .ifPresent(
                origin ->
                    problems.warning(
                        origin,
                        "this machine has no program %s; %s sessions run only where there is one"
                            .formatted(program.value(), workbench.word())));
      }
    }
  }

  private void files() {
    launcher
        .server()
        .pluginsFolder()
        .filter(folder -> !Files.isDirectory(folder))
        .flatMap(folder -> launcher.origin(Optional.empty(), "plugins-dir"))
        .ifPresent(
            origin ->
                problems.error(
                    origin,
                    "plugins-dir: expected a folder, found none: "
                        + launcher.server().pluginsFolder().orElseThrow()));
    launcher
        .server()
        .pluginCertificate()
        .filter(file -> !Files.isReadable(file))
        .flatMap(file -> launcher.origin(Optional.empty(), "plugin-certificate-file"))
        .ifPresent(
            origin ->
                problems.error(
                    origin,
                    "plugin-certificate-file: expected a file that the launcher can read, found "
                        + launcher.server().pluginCertificate().orElseThrow()));
    if (launcher.server().jobStore().url().startsWith(POSTGRESQL)) {
      launcher
          .origin(Optional.empty(), "job-store-url")
          .ifPresent(
              origin ->
                  problems.error(
                      origin,
                      "job-store-url: expected "
                          + SQLITE
                          + "/path, since this version keeps jobs in SQLite only, found \""
                          + launcher.server().jobStore()
                          + "\""));
    }
    for (ClusterSection cluster : launcher.clusters()) {
      launcher
          .origin(Optional.of(cluster.name()), "config-file")
          .filter(named -> Files.notExists(cluster.configurationFile()))
          .ifPresent(
              named ->
                  problems.error(
                      named,
                      "config-file: expected a file, found none: " + cluster.configurationFile()));
    }
  }

  private void groups() {
    launcher
        .server()
        .adminGroup()
        .ifPresent(
            group ->
                group(Optional.empty(), ADMIN_GROUP, group, "nobody is an administrator by it"));
    for (ClusterSection cluster : launcher.clusters()) {
      for (String group : cluster.allowedGroups().orElse(List.of())) {
        group(
            Optional.of(cluster.name()),
            ALLOWED_GROUPS,
            group,
            "nobody may use the cluster by being in it");
      }
    }
  }

  /** A group may come later, and a name service may be slow to start: neither stops a launcher. */
  private void group(Optional<String> cluster, String option, String group, String consequence) {
    Optional<Origin> origin = launcher.origin(cluster, option);
    if (silent || origin.isEmpty()) {
      return;
    }
    try {
      if (!users.hasGroup(group)) {
        problems.warning(
            origin.get(), option + ": this machine has no group \"" + group + "\"; " + consequence);
      }
    } catch (LauncherException unanswered) {
      silent = true;
      problems.warning(
          origin.get(),
          option + ": it could not be checked whether groups exist: " + unanswered.getMessage());
    }
  }
}
