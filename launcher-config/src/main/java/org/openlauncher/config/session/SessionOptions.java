package org.openlauncher.config.session;

import static org.openlauncher.api.configuration.ConfigurationOption.optional;
import static org.openlauncher.api.configuration.ConfigurationOption.withDefault;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.ValueType;
import org.openlauncher.config.ImageNames;

/** The keys of rserver.conf, jupyter.conf and vscode.conf that the launcher reads. */
final class SessionOptions {
  private static final long LONGEST_SECONDS = 86_400;
  private static final long GREATEST_PORT = 65_535;

  static final ConfigurationOption<Boolean> SESSIONS_ENABLED =
      withDefault(
          "launcher-sessions-enabled",
          ValueType.flag(),
          false,
          "Whether sessions are started through the launcher.");
  static final ConfigurationOption<String> LAUNCHER_ADDRESS =
      optional(
          "launcher-address",
          ValueType.text(),
          "Where RStudio finds the launcher: host, or the path of a unix socket.");
  static final ConfigurationOption<Long> LAUNCHER_PORT =
      optional(
          "launcher-port",
          ValueType.wholeNumber(1, GREATEST_PORT),
          "The launcher's port; none for a unix socket.");
  static final ConfigurationOption<String> DEFAULT_CLUSTER =
      optional(
          "launcher-default-cluster", ValueType.text(), "The cluster of sessions that name none.");
  static final ConfigurationOption<URI> CALLBACK_ADDRESS =
      optional(
          "launcher-sessions-callback-address",
          ValueType.webAddress(),
          "Where sessions reach RStudio.");
  static final ConfigurationOption<Boolean> CALLBACK_VERIFY =
      withDefault(
          "launcher-sessions-callback-verify-ssl-certs",
          ValueType.flag(),
          true,
          "Whether sessions check the certificate of the callback address.");
  static final ConfigurationOption<Boolean> USE_SSL =
      withDefault(
          "launcher-use-ssl",
          ValueType.flag(),
          false,
          "Whether RStudio speaks HTTPS with the launcher.");
  static final ConfigurationOption<Boolean> VERIFY_SSL =
      withDefault(
          "launcher-verify-ssl-certs",
          ValueType.flag(),
          true,
          "Whether RStudio checks the launcher's certificate.");
  static final ConfigurationOption<List<String>> SESSIONS_CLUSTERS =
      optional(
          "launcher-sessions-clusters",
          ValueType.list(),
          "The clusters that sessions may run on; all where it is not set.");
  static final ConfigurationOption<List<String>> ADHOC_CLUSTERS =
      optional(
          "launcher-adhoc-clusters",
          ValueType.list(),
          "The clusters that ad-hoc jobs may run on; all where it is not set.");
  static final ConfigurationOption<String> SESSIONS_IMAGE =
      optional(
          "launcher-sessions-container-image",
          ImageNames.ONE,
          "The image of sessions that name none.");
  static final ConfigurationOption<List<String>> SESSIONS_IMAGES =
      optional(
          "launcher-sessions-container-images",
          ImageNames.SEVERAL,
          "The images that sessions may use; all where it is not set.");
  static final ConfigurationOption<List<String>> ADHOC_IMAGES =
      optional(
          "launcher-adhoc-container-images",
          ImageNames.SEVERAL,
          "The images that ad-hoc jobs may use; all where it is not set.");
  static final ConfigurationOption<Boolean> RUN_AS_ROOT =
      withDefault(
          "launcher-sessions-container-run-as-root",
          ValueType.flag(),
          false,
          "Whether sessions are root inside their containers.");
  static final ConfigurationOption<Boolean> CREATE_USER =
      withDefault(
          "launcher-sessions-create-container-user",
          ValueType.flag(),
          true,
          "Whether the user is made inside the container.");
  static final ConfigurationOption<Boolean> FORWARD_ENVIRONMENT =
      withDefault(
          "launcher-sessions-forward-container-environment",
          ValueType.flag(),
          true,
          "Whether sessions see the container's own variables.");
  static final ConfigurationOption<Duration> CONNECTION_TIMEOUT =
      withDefault(
          "launcher-sessions-connection-timeout-seconds",
          ValueType.duration(TimeUnit.SECONDS, 0, LONGEST_SECONDS),
          Duration.ofSeconds(3),
          "How long one attempt to connect to a session may take; 0 for the system's own time.");
  static final ConfigurationOption<Boolean> FORWARD_GROUPS =
      withDefault(
          "launcher-sessions-container-forward-groups",
          ValueType.flag(),
          true,
          "Whether the user's supplemental groups reach containers in which the user is not made.");
  static final ConfigurationOption<Path> RSESSION_PATH =
      withDefault(
          "rsession-path",
          ValueType.absolutePath(),
          Path.of("/usr/lib/rstudio-server/bin/rsession"),
          "The program of RStudio sessions.");
  static final ConfigurationOption<Path> SHARED_STORAGE =
      optional(
          "server-shared-storage-path",
          ValueType.absolutePath(),
          "The folder that RStudio and its sessions share.");
  static final ConfigurationOption<Long> WWW_PORT =
      withDefault(
          "www-port",
          ValueType.wholeNumber(1, GREATEST_PORT),
          8787L,
          "RStudio's own port, which no session is given.");
  static final ConfigurationOption<String> SERVER_USER =
      optional("server-user", ValueType.text(), "The account that RStudio runs as.");
  static final ConfigurationOption<Path> COOKIE_KEY =
      optional(
          "secure-cookie-key-file",
          ValueType.absolutePath(),
          "The key that RStudio and the launcher share; must be the one of launcher.conf.");

  static final List<ConfigurationOption<?>> RSERVER =
      List.of(
          SESSIONS_ENABLED,
          LAUNCHER_ADDRESS,
          LAUNCHER_PORT,
          DEFAULT_CLUSTER,
          CALLBACK_ADDRESS,
          CALLBACK_VERIFY,
          USE_SSL,
          VERIFY_SSL,
          SESSIONS_CLUSTERS,
          ADHOC_CLUSTERS,
          SESSIONS_IMAGE,
          SESSIONS_IMAGES,
          ADHOC_IMAGES,
          RUN_AS_ROOT,
          CREATE_USER,
          FORWARD_ENVIRONMENT,
          CONNECTION_TIMEOUT,
          FORWARD_GROUPS,
          RSESSION_PATH,
          SHARED_STORAGE,
          WWW_PORT,
          SERVER_USER,
          COOKIE_KEY);

  static final ConfigurationOption<Path> JUPYTER_EXE =
      withDefault(
          "jupyter-exe",
          ValueType.absolutePath(),
          Path.of("/usr/local/bin/jupyter"),
          "The program jupyter.");
  static final ConfigurationOption<Boolean> LABS_ENABLED =
      withDefault(
          "labs-enabled", ValueType.flag(), false, "Whether there are JupyterLab sessions.");
  static final ConfigurationOption<Boolean> NOTEBOOKS_ENABLED =
      withDefault(
          "notebooks-enabled",
          ValueType.flag(),
          false,
          "Whether there are Jupyter Notebook sessions.");
  static final ConfigurationOption<String> LAB_COMMAND =
      withDefault(
          "lab-command",
          ValueType.text(),
          "lab",
          "The subcommand of jupyter for JupyterLab sessions.");
  static final ConfigurationOption<String> NOTEBOOK_COMMAND =
      withDefault(
          "notebook-command",
          ValueType.text(),
          "notebook",
          "The subcommand of jupyter for Jupyter Notebook sessions.");
  static final ConfigurationOption<List<String>> CLUSTERS =
      optional(
          "session-clusters",
          ValueType.list(),
          "The clusters for these sessions; those of rserver.conf where it is not set.");
  static final ConfigurationOption<String> IMAGE =
      optional(
          "session-container-image",
          ImageNames.ONE,
          "The image of these sessions; that of rserver.conf where it is not set.");
  static final ConfigurationOption<List<String>> IMAGES =
      optional(
          "session-container-images",
          ImageNames.SEVERAL,
          "The images for these sessions; those of rserver.conf where it is not set.");

  static final List<ConfigurationOption<?>> JUPYTER =
      List.of(
          JUPYTER_EXE,
          LABS_ENABLED,
          NOTEBOOKS_ENABLED,
          LAB_COMMAND,
          NOTEBOOK_COMMAND,
          CLUSTERS,
          IMAGE,
          IMAGES);

  static final ConfigurationOption<Boolean> CODE_ENABLED =
      withDefault("enabled", ValueType.flag(), false, "Whether there are VS Code sessions.");
  static final ConfigurationOption<Path> CODE_EXE =
      withDefault(
          "exe",
          ValueType.absolutePath(),
          Path.of("/usr/lib/rstudio-server/bin/code-server/bin/code-server"),
          "The program code-server.");
  static final ConfigurationOption<String> CODE_ARGS =
      withDefault(
          "args",
          ValueType.text(),
          "--verbose --host=0.0.0.0",
          "Its arguments, separated by blanks; quotation marks keep blanks together.");

  static final List<ConfigurationOption<?>> VS_CODE =
      List.of(CODE_ENABLED, CODE_EXE, CODE_ARGS, CLUSTERS, IMAGE, IMAGES);

  private SessionOptions() {}
}
