package org.openlauncher.command;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.openlauncher.boot.ExitStatus;
import org.openlauncher.boot.StartupException;
import org.openlauncher.daemon.LauncherConversation;
import org.openlauncher.daemon.LauncherConversation.Answer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What the launcher's plugins are, and what an administrator can do with one. */
@Command(
    name = "plugins",
    description =
        "List the plugins of the running launcher, with version, state, health, and the calls to"
            + " their clusters with how many of them failed. For root, the launcher's own account"
            + " and, where the launcher listens at a unix socket, members of admin-group.",
    subcommands = {PluginsCommand.Restart.class, PluginsCommand.RollBack.class},
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:listed or done, and all plugins are well",
      "1:a plugin is not well, or it could not be done",
      "2:wrong options, or no such plugin",
      "3:not running, or it does not answer",
      "77:not allowed"
    })
final class PluginsCommand implements Callable<Integer> {
  private static final List<String> HEADINGS =
      List.of("NAME", "VERSION", "STATE", "HEALTH", "CALLS", "FAILURES", "PREVIOUS");

  @Mixin private InstallationOptions options = new InstallationOptions();

  @Option(names = "--json", description = "Print what the launcher answers, as JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Optional<Answer> answer = ask(options, launcher -> launcher.get("/plugins"));
    if (answer.isEmpty()) {
      return ExitStatus.NOT_RUNNING.number();
    }
    JsonNode body = answer.get().body();
    if (json) {
      System.out.println(body.toPrettyString());
    } else {
      list(body.path("plugins"));
      body.path("warnings").forEach(warning -> System.out.println("! " + warning.asString()));
    }
    boolean well = body.path("warnings").isEmpty();
    for (JsonNode plugin : body.path("plugins")) {
      well &= plugin.path("health").asString("").equals("Green");
    }
    return (well ? ExitStatus.SUCCESS : ExitStatus.FAILURE).number();
  }

  private static void list(JsonNode plugins) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADINGS);
    for (JsonNode plugin : plugins) {
      rows.add(
          List.of(
              plugin.path("name").asString(""),
              plugin.path("version").asString(""),
              plugin.path("state").asString(""),
              plugin.path("health").asString(""),
              plugin.path("calls").asString("0"),
              plugin.path("failures").asString("0"),
              plugin.path("previousVersion").asString("-")));
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int index = column;
        int width = rows.stream().mapToInt(each -> each.get(index).length()).max().orElse(0);
        line.append(String.format(Locale.ROOT, "%-" + (width + 2) + "s", row.get(column)));
      }
      System.out.println(line.toString().stripTrailing());
    }
    for (JsonNode plugin : plugins) {
      for (JsonNode cluster : plugin.path("clusters")) {
        if (!cluster.path("status").asString("").equals("Green")) {
          System.out.println(
              "! cluster "
                  + cluster.path("name").asString("")
                  + ": "
                  + cluster.path("message").asString(""));
        }
      }
    }
  }

  /** A question to the launcher. */
  private interface Question {
    Answer ask(LauncherConversation launcher) throws IOException;
  }

  /** What the launcher answers; empty where it does not, which was told then. */
  private static Optional<Answer> ask(InstallationOptions options, Question question)
      throws StartupException {
    AdministratorAccess access = AdministratorAccess.of(options.installation());
    Answer answer;
    try {
      answer = question.ask(access.launcher());
    } catch (IOException silent) {
      System.err.println(
          "rstudio-launcher: no answer at " + access.address() + " (" + silent.getMessage() + ")");
      return Optional.empty();
    }
    if (answer.failed()) {
      throw new StartupException(
          switch (answer.status()) {
            case 401, 403 -> ExitStatus.NO_PERMISSION;
            case 404 -> ExitStatus.USAGE;
            default -> ExitStatus.FAILURE;
          },
          answer.message());
    }
    return Optional.of(answer);
  }

  private static int change(InstallationOptions options, String name, String what)
      throws StartupException {
    String segment = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    Optional<Answer> answer =
        ask(options, launcher -> launcher.post("/plugins/" + segment + "/" + what, List.of()));
    answer.ifPresent(
        done -> {
          JsonNode plugin = done.body().path("plugin");
          System.out.println(
              plugin.path("name").asString(name)
                  + " "
                  + plugin.path("version").asString("")
                  + " serves");
        });
    return (answer.isPresent() ? ExitStatus.SUCCESS : ExitStatus.NOT_RUNNING).number();
  }

  /** Something that is done to one plugin. */
  abstract static class Change implements Callable<Integer> {
    @Mixin private InstallationOptions options = new InstallationOptions();

    @Parameters(
        paramLabel = "NAME",
        description = "As the list shows it, or a type of clusters, for instance Local.")
    private String name = "";

    private final String what;

    Change(String what) {
      this.what = what;
    }

    @Override
    public Integer call() throws Exception {
      return change(options, name, what);
    }
  }

  @Command(
      name = "restart",
      description =
          "Start a plugin anew. Jobs, streams and requests go on; one that was refused is tried"
              + " again.")
  static final class Restart extends Change {
    Restart() {
      super("restart");
    }
  }

  @Command(
      name = "rollback",
      description =
          "Go back to the version that a plugin had before. It stays with it until another jar is"
              + " put into the plugins folder.")
  static final class RollBack extends Change {
    RollBack() {
      super("rollback");
    }
  }
}
