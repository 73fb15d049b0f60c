package org.openlauncher.host.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Checks JSON against the schemas of {@code openapi.json}: as much of JSON Schema as it uses. */
final class SchemaCheck {
  private final JsonNode description;

  SchemaCheck(JsonNode description) {
    this.description = description;
  }

  /** What does not fit, each with its path; empty where all does. */
  List<String> misfits(JsonNode value, String schemaName) {
    return misfits(value, description.at("/components/schemas/" + schemaName), "$");
  }

  List<String> misfits(JsonNode value, JsonNode schema, String path) {
    List<String> misfits = new ArrayList<>();
    if (schema.has("$ref")) {
      return misfits(value, resolve(schema), path);
    }
    if (schema.has("oneOf")) {
      long fitting =
          schema.path("oneOf").valueStream().filter(s -> misfits(value, s, path).isEmpty()).count();
      return fitting == 1 ? misfits : List.of(path + ": fits " + fitting + " of oneOf: " + value);
    }
    if (schema.isMissingNode() || !typeFits(value, schema.path("type").asString(""))) {
      return List.of(path + ": not of type " + schema.path("type") + ": " + value);
    }
    if (schema.has("const") && !schema.path("const").equals(value)) {
      misfits.add(path + ": not " + schema.path("const") + ": " + value);
    }
    if (schema.has("enum") && schema.path("enum").valueStream().noneMatch(value::equals)) {
      misfits.add(path + ": not among " + schema.path("enum") + ": " + value);
    }
    if (schema.has("pattern")
        && !value.asString().matches(".*" + schema.path("pattern").asString() + ".*")) {
      misfits.add(path + ": not like " + schema.path("pattern") + ": " + value);
    }
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.asString())) {
        misfits.add(path + ": lacks " + name);
      }
    }
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      JsonNode property = schema.path("properties").path(member.getKey());
      if (!property.isMissingNode()) {
        misfits.addAll(misfits(member.getValue(), property, path + "." + member.getKey()));
      } else if (!schema.path("additionalProperties").asBoolean(!schema.has("properties"))) {
        misfits.add(path + ": has " + member.getKey() + ", which is not described");
      }
    }
    for (JsonNode element : value.isArray() ? value : List.<JsonNode>of()) {
      misfits.addAll(misfits(element, schema.path("items"), path + "[]"));
    }
    return misfits;
  }

  private JsonNode resolve(JsonNode reference) {
    return description.at(reference.path("$ref").asString().substring(1));
  }

  private static boolean typeFits(JsonNode value, String type) {
    return switch (type) {
      case "string" -> value.isString();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "array" -> value.isArray();
      case "object" -> value.isObject();
      default -> false;
    };
  }
}
