package org.openlauncher.host.json;

import java.io.StringWriter;
import org.openlauncher.config.EffectiveConfiguration;
import org.openlauncher.config.EffectiveValue;
import org.openlauncher.config.Problem;
import org.openlauncher.config.Problems;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The effective configuration and its problems, for machines. */
public final class ConfigurationJson {
  private ConfigurationJson() {}

  /** One JSON object with the members {@code values} and {@code problems}. */
  public static String write(EffectiveConfiguration configuration, Problems problems) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeArrayPropertyStart("values");
      configuration.values().forEach(value -> write(json, value));
      json.writeEndArray();
      json.writeArrayPropertyStart("problems");
      problems.list().forEach(problem -> write(json, problem));
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, EffectiveValue value) {
    json.writeStartObject();
    json.writeStringProperty("file", value.file().toString());
    value.section().ifPresent(section -> json.writeStringProperty("section", section));
    value.cluster().ifPresent(cluster -> json.writeStringProperty("cluster", cluster));
    json.writeStringProperty("option", value.option());
    value.value().ifPresent(text -> json.writeStringProperty("value", text));
    json.writeStringProperty("source", value.source());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Problem problem) {
    json.writeStartObject();
    json.writeStringProperty("file", problem.file().toString());
    problem.line().ifPresent(line -> json.writeNumberProperty("line", line));
    json.writeStringProperty(
        "severity", problem.severity().name().toLowerCase(java.util.Locale.ROOT));
    json.writeStringProperty("message", problem.message());
    json.writeEndObject();
  }
}
