package org.openlauncher.plugin.slurm.rest;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer of slurmrestd's: an object with errors, and what was asked for.
 *
 * @param found what became of the entries of the list that was asked for
 * @param rest what there was beside that list
 */
public record RestAnswer<T>(List<T> found, ObjectNode rest) {
  /** The name of a list that nobody asked for. */
  static final String NO_LIST = "";

  private static final String ERRORS = "errors";

  /**
   * What the server says went wrong.
   *
   * @param number Slurm's number of it; 0 where there is none
   */
  record Fault(int number, String text) {}

  /**
   * Reads an answer. The list is read one by one, since it can hold all jobs of a cluster.
   *
   * @param list the name of the list, or {@link #NO_LIST}
   * @param entry makes something of an entry; nothing where it is of no interest
   * @return empty where it is not what slurmrestd answers
   * @throws tools.jackson.core.JacksonException where it is no JSON
   */
  static <T> Optional<RestAnswer<T>> read(
      InputStream content, String list, Function<JsonNode, Optional<T>> entry) {
    List<T> found = new ArrayList<>();
    ObjectNode rest = RestClient.JSON.createObjectNode();
    boolean whole = list.equals(NO_LIST);
    try (JsonParser parser = RestClient.JSON.createParser(content)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = String.valueOf(parser.currentName());
        if (parser.nextToken() == JsonToken.START_ARRAY && name.equals(list)) {
          whole = true;
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            entry.apply(parser.readValueAsTree()).ifPresent(found::add);
          }
        } else {
          rest.set(name, parser.<JsonNode>readValueAsTree());
        }
      }
    }
    boolean ours = rest.path(ERRORS).isArray() && (whole || !rest.path(ERRORS).isEmpty());
    return ours ? Optional.of(new RestAnswer<>(found, rest)) : Optional.empty();
  }

  /** What went wrong, where something did. Its members are named differently here and there. */
  Optional<Fault> fault() {
    List<JsonNode> errors = rest.path(ERRORS).values().stream().toList();
    if (errors.isEmpty()) {
      return Optional.empty();
    }
    JsonNode numbered =
        errors.stream().filter(error -> number(error) != 0).findFirst().orElse(errors.get(0));
    String text =
        Stream.concat(
                Stream.of(numbered.path("error").asString("")),
                errors.stream().map(error -> error.path("description").asString("")))
            .filter(part -> !part.isEmpty())
            .reduce((first, second) -> first + ": " + second)
            .orElse("error " + number(numbered));
    return Optional.of(new Fault(number(numbered), text));
  }

  private static int number(JsonNode error) {
    return Stream.of("error_number", "error_code", "errno")
        .map(name -> error.path(name).asInt(0))
        .filter(number -> number != 0)
        .findFirst()
        .orElse(0);
  }
}
