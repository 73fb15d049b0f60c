package org.openlauncher.host.json;

import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.openlauncher.api.job.JsonText;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes JSON as a stream; members that are empty are left out. */
public final class JsonOutput {
  private static final JsonFactory FACTORY = JsonFactory.builder().build();
  private static final int USUAL_SIZE = 1_024;

  private JsonOutput() {}

  /** One document as bytes. */
  public static byte[] bytes(Consumer<JsonGenerator> writer) {
    ByteArrayOutputStream output = new ByteArrayOutputStream(USUAL_SIZE);
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), output)) {
      writer.accept(generator);
    }
    return output.toByteArray();
  }

  /** One object as bytes; the writer writes its members. */
  public static byte[] object(Consumer<JsonGenerator> members) {
    return bytes(
        generator -> {
          generator.writeStartObject();
          members.accept(generator);
          generator.writeEndObject();
        });
  }

  /** One object as text. */
  static String objectText(Consumer<JsonGenerator> members) {
    StringWriter output = new StringWriter(USUAL_SIZE);
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), output)) {
      generator.writeStartObject();
      members.accept(generator);
      generator.writeEndObject();
    }
    return output.toString();
  }

  /** A text, unless it is empty. */
  public static void text(JsonGenerator generator, String name, String value) {
    if (!value.isEmpty()) {
      generator.writeStringProperty(name, value);
    }
  }

  /** A text, where there is one. */
  public static void text(JsonGenerator generator, String name, Optional<String> value) {
    value.ifPresent(text -> generator.writeStringProperty(name, text));
  }

  /** An array of texts, unless it is empty. */
  public static void texts(JsonGenerator generator, String name, Collection<String> values) {
    array(generator, name, values, JsonGenerator::writeString);
  }

  /** An array, unless it is empty. */
  public static <T> void array(
      JsonGenerator generator,
      String name,
      Collection<T> values,
      BiConsumer<JsonGenerator, T> element) {
    if (!values.isEmpty()) {
      generator.writeName(name);
      generator.writeStartArray();
      values.forEach(value -> element.accept(generator, value));
      generator.writeEndArray();
    }
  }

  /** An array of objects, unless it is empty. */
  public static <T> void objects(
      JsonGenerator generator,
      String name,
      Collection<T> values,
      BiConsumer<JsonGenerator, T> members) {
    array(
        generator,
        name,
        values,
        (target, value) -> {
          target.writeStartObject();
          members.accept(target, value);
          target.writeEndObject();
        });
  }

  /** An object. */
  public static void object(JsonGenerator generator, String name, Consumer<JsonGenerator> members) {
    generator.writeName(name);
    generator.writeStartObject();
    members.accept(generator);
    generator.writeEndObject();
  }

  /** An object that is already JSON. */
  static void raw(JsonGenerator generator, String name, JsonText value) {
    generator.writeName(name);
    generator.writeRawValue(value.text());
  }

  /** A map of strings, numbers, booleans and lists of these. */
  static void plainMap(JsonGenerator generator, String name, Map<String, Object> values) {
    object(
        generator,
        name,
        target ->
            values.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                    entry -> {
                      target.writeName(entry.getKey());
                      plain(target, entry.getValue());
                    }));
  }

  private static void plain(JsonGenerator generator, Object value) {
    if (value instanceof List<?> list) {
      generator.writeStartArray();
      list.forEach(element -> plain(generator, element));
      generator.writeEndArray();
    } else if (value instanceof Boolean flag) {
      generator.writeBoolean(flag);
    } else if (value instanceof Integer || value instanceof Long) {
      generator.writeNumber(((Number) value).longValue());
    } else if (value instanceof Number number) {
      generator.writeNumber(number.doubleValue());
    } else {
      generator.writeString(value.toString());
    }
  }
}
