package org.openlauncher.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.openlauncher.boot.Installation;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code check-config} says, which asks the plugins and sees what the launcher would see. */
final class ConfigurationSteps {
  private static final String NAME = "configuration";
  private static final String REMEDY = "correct it, then run: sudo rstudio-launcher check-config";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Installation installation;
  private final Report report;

  ConfigurationSteps(Installation installation, Report report) {
    this.installation = installation;
    this.report = report;
  }

  /** Whether the launcher could go by it. */
  boolean run() {
    report.begin();
    try {
      Process check =
          new ProcessBuilder(
                  List.of(
                      installation.script().toString(),
                      "check-config",
                      "--json",
                      "--home=" + installation.home(),
                      "--config-dir=" + installation.configurationFolder()))
              .redirectErrorStream(true)
              .start();
      check.getOutputStream().close();
      String output = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return tell(output);
    } catch (IOException failure) {
      report.failed(NAME, "it can't be checked: " + failure.getMessage(), "");
      return false;
    }
  }

  /** The answer is one line; what was said besides stands on others. */
  private boolean tell(String output) {
    List<String> answer = output.lines().filter(line -> line.startsWith("{")).toList();
    if (answer.isEmpty()) {
      report.failed(NAME, output.strip().replaceFirst("^rstudio-launcher: ", ""), REMEDY);
      return false;
    }
    boolean sound = true;
    try {
      for (JsonNode problem : JSON.readTree(answer.get(answer.size() - 1)).path("problems")) {
        boolean error = problem.path("severity").asString("").equals("error");
        String text =
            problem.path("file").asString("")
                + (problem.has("line") ? ":" + problem.path("line").asString("") : "")
                + (error ? ": " : ": warning: ")
                + problem.path("message").asString("");
        if (error) {
          report.failed(NAME, text, REMEDY);
          sound = false;
        } else {
          report.passed(NAME, text);
        }
      }
    } catch (JacksonException cut) {
      report.failed(NAME, "check-config gave no whole answer", REMEDY);
      return false;
    }
    if (sound) {
      report.passed(NAME);
    }
    return sound;
  }
}
