package org.openlauncher.sessions;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.config.session.SessionConfiguration;
import org.openlauncher.config.session.Sourced;
import org.openlauncher.config.session.Workbench;

/**
 * How a workbench is started. The token never stands among the arguments, which every user of a
 * machine can read.
 */
record SessionCommand(SessionConfiguration configuration, Workbench workbench) {
  private static final String PASSWORD = "PASSWORD";
  private static final String JUPYTER_TOKEN = "JUPYTER_TOKEN";

  Sourced<Path> program() {
    return configuration.program(workbench);
  }

  /** The port inside a container that has a network of its own. */
  int usualPort() {
    return switch (workbench) {
      case RSTUDIO -> 8787;
      case JUPYTER_LAB, JUPYTER_NOTEBOOK -> 8888;
      case VS_CODE -> 8080;
    };
  }

  List<String> arguments(String user, int port, String basePath) {
    return switch (workbench) {
      case RSTUDIO ->
          List.of(
              "--program-mode=server",
              "--launcher-session=1",
              "--user-identity=" + user,
              "--www-address=0.0.0.0",
              "--www-port=" + port);
      case JUPYTER_LAB -> jupyter(configuration.labCommand().value(), port, basePath);
      case JUPYTER_NOTEBOOK -> jupyter(configuration.notebookCommand().value(), port, basePath);
      case VS_CODE -> codeServer(port);
    };
  }

  /**
   * Both forms of a name: the older server passes over the newer one's, and the other way round.
   */
  private List<String> jupyter(String command, int port, String basePath) {
    List<String> arguments = new ArrayList<>();
    arguments.add(command);
    arguments.add("--no-browser");
    arguments.add("--ip=0.0.0.0");
    arguments.add("--port=" + port);
    // Another port than the one that is told would be found by nobody.
    arguments.add("--port-retries=0");
    if (configuration.runAsRoot().value()) {
      arguments.add("--allow-root");
    }
    if (!basePath.equals("/")) {
      arguments.add("--ServerApp.base_url=" + basePath);
      arguments.add("--NotebookApp.base_url=" + basePath);
    }
    return arguments;
  }

  private List<String> codeServer(int port) {
    List<String> arguments = new ArrayList<>(configuration.codeServerArguments());
    arguments.add("--port=" + port);
    if (!configuredAuthentication()) {
      arguments.add("--auth=password");
    }
    return arguments;
  }

  private boolean configuredAuthentication() {
    return configuration.codeServerArguments().stream()
        .anyMatch(argument -> argument.equals("--auth") || argument.startsWith("--auth="));
  }

  /** What weakens the session, for whoever asks what would be done. */
  Optional<String> warning() {
    return workbench == Workbench.VS_CODE && configuredAuthentication()
        ? Optional.of(
            "args of vscode.conf chooses the authentication itself; whether others can use the"
                + " session depends on it")
        : Optional.empty();
  }

  /** What the program is told about the token, and what it wants to know besides. */
  List<EnvironmentVariable> environment(String user, int port, String token) {
    return switch (workbench) {
      case RSTUDIO ->
          List.of(
              new EnvironmentVariable("RSTUDIO_USER_IDENTITY", user),
              new EnvironmentVariable("RSTUDIO_PROGRAM_MODE", "server"),
              new EnvironmentVariable("RSTUDIO_SESSION_PORT", Integer.toString(port)));
      case JUPYTER_LAB, JUPYTER_NOTEBOOK -> List.of(new EnvironmentVariable(JUPYTER_TOKEN, token));
      case VS_CODE -> List.of(new EnvironmentVariable(PASSWORD, token));
    };
  }
}
