package org.openlauncher.plugin.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.configuration.ValueType;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.plugin.kubernetes.api.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the administrator puts into the Job objects of users, in place of ours or beside it. */
final class JsonOverrides {
  private static final String PAIR = "\\s*\"(/[^\"]*)\"\\s*:\\s*\"(/[^\"]+)\"\\s*";
  private static final Pattern ONE = Pattern.compile(PAIR);
  private static final Pattern ALL = Pattern.compile(PAIR + "(," + PAIR + ")*");
  private static final String APPEND = "-";

  /** Pointers into the Job, and the files whose JSON goes there. */
  static final ConfigurationOption<Map<String, Path>> OPTION =
      ConfigurationOption.optional(
          "job-json-overrides",
          ValueType.of(
              "\"/json/pointer\":\"/path/to/file.json\", several separated by commas",
              JsonOverrides::parse,
              JsonOverrides::format),
          "Places of the Job object, by JSON pointer, and files whose JSON is put there; a pointer"
              + " that ends in /- appends to a list.");

  private JsonOverrides() {}

  private static Optional<Map<String, Path>> parse(String text) {
    if (!ALL.matcher(text).matches()) {
      return Optional.empty();
    }
    Map<String, Path> overrides = new LinkedHashMap<>();
    Matcher pairs = ONE.matcher(text);
    while (pairs.find()) {
      overrides.put(pairs.group(1), Path.of(pairs.group(2)));
    }
    return Optional.of(overrides);
  }

  private static String format(Map<String, Path> overrides) {
    List<String> pairs = new ArrayList<>();
    overrides.forEach((pointer, file) -> pairs.add("\"" + pointer + "\":\"" + file + "\""));
    return String.join(",", pairs);
  }

  /**
   * Changes a Job as the profile of its owner says.
   *
   * @throws LauncherException naming the option's line, the pointer and the file
   */
  static void apply(Settings profile, ObjectNode job) {
    String where = profile.origin(OPTION).map(Origin::toString).orElse("") + ": job-json-overrides";
    profile
        .find(OPTION)
        .orElse(Map.of())
        .forEach((pointer, file) -> put(where + ": " + pointer, job, pointer, read(where, file)));
  }

  private static JsonNode read(String where, Path file) {
    try {
      return Json.MAPPER.readTree(Files.readString(file));
    } catch (IOException | JacksonException failure) {
      throw new LauncherException(
          ErrorCode.REQUEST_NOT_SUPPORTED,
          where + ": expected JSON in " + file + ", which can't be read: " + failure.getMessage(),
          failure);
    }
  }

  private static void put(String where, ObjectNode job, String pointer, JsonNode value) {
    String[] steps = pointer.substring(1).split("/", -1);
    JsonNode at = job;
    for (int i = 0; i < steps.length; i++) {
      String step = steps[i].replace("~1", "/").replace("~0", "~");
      boolean last = i == steps.length - 1;
      if (at instanceof ObjectNode object) {
        if (last) {
          object.set(step, value);
          return;
        }
        if (!object.has(step)) {
          object.set(
              step,
              steps[i + 1].equals(APPEND)
                  ? Json.MAPPER.createArrayNode()
                  : Json.MAPPER.createObjectNode());
        }
        at = object.get(step);
      } else if (at instanceof ArrayNode array) {
        if (last && step.equals(APPEND)) {
          array.add(value);
          return;
        }
        int index = step.matches("[0-9]{1,6}") ? Integer.parseInt(step) : -1;
        if (index < 0 || index >= array.size()) {
          throw nowhere(where, step, "a list of " + array.size());
        }
        if (last) {
          array.set(index, value);
          return;
        }
        at = array.get(index);
      } else {
        throw nowhere(where, step, "neither an object nor a list");
      }
    }
  }

  private static LauncherException nowhere(String where, String step, String found) {
    return new LauncherException(
        ErrorCode.REQUEST_NOT_SUPPORTED,
        where + ": there is no place \"" + step + "\" in the Job: found " + found);
  }
}
