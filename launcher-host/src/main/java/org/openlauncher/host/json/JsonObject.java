package org.openlauncher.host.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.openlauncher.api.job.JsonText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One JSON object being read. Each member is asked for once, with its type; what does not fit is
 * noted as a problem at its path and answered as if it were absent. At the end {@link
 * #refuseUnknown} notes the members that nobody asked for.
 *
 * <p>Of who is outside, an absent member, null, an empty text and an empty array are all the same,
 * and no text may hold a NUL or half a surrogate pair. Of the store, what is there is there.
 */
public final class JsonObject {
  private static final int LONGEST_QUOTED = 60;

  private final ObjectNode node;
  private final String path;
  private final Problems problems;
  private final Sender sender;
  private final Set<String> known = new LinkedHashSet<>();

  /** Who has written an object. */
  private enum Sender {
    /** Knows what is documented, and nothing else. */
    CLIENT,
    /** Speaks the Launcher Plugin API, and may know more of it than is known here. */
    PEER,
    /** The launcher itself. */
    STORE
  }

  private JsonObject(ObjectNode node, String path, Problems problems, Sender sender) {
    this.node = node;
    this.path = path;
    this.problems = problems;
    this.sender = sender;
  }

  static JsonObject fromClient(ObjectNode node, Problems problems) {
    return new JsonObject(node, "$", problems, Sender.CLIENT);
  }

  /** Of a launcher in front: members that are not known are passed over. */
  public static JsonObject fromPeer(ObjectNode node, Problems problems) {
    return new JsonObject(node, "$", problems, Sender.PEER);
  }

  static JsonObject fromStore(ObjectNode node, Problems problems) {
    return new JsonObject(node, "$", problems, Sender.STORE);
  }

  String path() {
    return path;
  }

  String path(String member) {
    return path + "." + member;
  }

  /** Whether it came from outside, where absent and empty are the same. */
  boolean fromOutside() {
    return sender != Sender.STORE;
  }

  /** Notes a problem with a member. */
  public void problem(String member, String message) {
    problems.add(path(member), message);
  }

  /** Notes what is wrong with the object as a whole. */
  void problem(String message) {
    problems.add(path, message);
  }

  /** Whether the member is there, without reading it. */
  public boolean has(String member) {
    known.add(member);
    return present(member).isPresent();
  }

  /** A text, where there is one. */
  public Optional<String> text(String member) {
    return present(member).flatMap(value -> textOf(value, path(member)));
  }

  /** A text that must be there; the empty text stands for one that is not. */
  public String requiredText(String member) {
    Optional<JsonNode> value = present(member);
    if (value.isEmpty()) {
      problem(member, "expected a text that is not empty, found " + describeMember(member));
      return "";
    }
    return textOf(value.get(), path(member)).orElse("");
  }

  /** An array of texts; empty where it is absent. */
  public List<String> texts(String member) {
    List<String> texts = new ArrayList<>();
    elements(member).forEach((place, element) -> textOf(element, place).ifPresent(texts::add));
    return texts;
  }

  /** A number within bounds, where there is one. */
  public Optional<Long> wholeNumber(String member, long least, long most) {
    return present(member).flatMap(value -> wholeNumberOf(value, path(member), least, most));
  }

  List<Long> wholeNumbers(String member, long least, long most) {
    List<Long> numbers = new ArrayList<>();
    elements(member)
        .forEach(
            (place, element) -> wholeNumberOf(element, place, least, most).ifPresent(numbers::add));
    return numbers;
  }

  /** A switch; off where it is absent. */
  public boolean flag(String member) {
    Optional<JsonNode> value = present(member);
    if (value.isPresent() && !value.get().isBoolean()) {
      problem(member, "expected true or false, found " + describe(value.get()));
    }
    return value.filter(JsonNode::isBoolean).map(JsonNode::booleanValue).orElse(false);
  }

  /** An object, where there is one. */
  public Optional<JsonObject> object(String member) {
    return present(member).flatMap(value -> objectOf(value, path(member)));
  }

  /** An array of objects, each made into a value; those that can't be are noted and left out. */
  public <T> List<T> objects(String member, Function<JsonObject, Optional<T>> reader) {
    List<T> values = new ArrayList<>();
    elements(member)
        .forEach(
            (place, element) -> objectOf(element, place).flatMap(reader).ifPresent(values::add));
    return values;
  }

  /** An object that nobody looks into. */
  Optional<JsonText> anyObject(String member) {
    return present(member)
        .filter(
            value -> {
              if (!value.isObject()) {
                problem(member, "expected an object, found " + describe(value));
              }
              return value.isObject() && wellFormed(value, path(member));
            })
        .map(value -> new JsonText(StrictJson.compact(value)));
  }

  /** Notes members that only the launcher sets. */
  void refuseSetByLauncher(Iterable<String> members) {
    if (sender != Sender.CLIENT) {
      return;
    }
    for (String member : members) {
      if (has(member)) {
        problem(member, "is set by the launcher and can't be submitted");
      }
    }
  }

  /** Lets members be there that do not matter. */
  void ignore(String... members) {
    known.addAll(List.of(members));
  }

  /** Notes every member that was not asked for. */
  void refuseUnknown() {
    if (sender == Sender.PEER) {
      return;
    }
    for (String member : node.propertyNames()) {
      if (!known.contains(member)) {
        problems.add(
            path,
            "unknown member "
                + quote(member)
                + NearestName.to(member, known)
                    .map(nearest -> "; the nearest known one is " + quote(nearest))
                    .orElse("; known are " + String.join(", ", known)));
      }
    }
  }

  private Optional<JsonNode> present(String member) {
    known.add(member);
    return node.optional(member)
        .filter(value -> !value.isNull() && !(fromOutside() && empty(value)));
  }

  private static boolean empty(JsonNode value) {
    return (value.isString() && value.stringValue().isEmpty())
        || (value.isArray() && value.isEmpty());
  }

  private Map<String, JsonNode> elements(String member) {
    Optional<JsonNode> value = present(member);
    if (value.isEmpty()) {
      return Map.of();
    }
    if (!(value.get() instanceof ArrayNode array)) {
      problem(member, "expected an array, found " + describe(value.get()));
      return Map.of();
    }
    Map<String, JsonNode> elements = new LinkedHashMap<>();
    int index = 0;
    for (JsonNode element : array) {
      elements.put(path(member) + "[" + index++ + "]", element);
    }
    return elements;
  }

  private Optional<String> textOf(JsonNode value, String place) {
    if (!value.isString()) {
      problems.add(place, "expected a string, found " + describe(value));
      return Optional.empty();
    }
    String text = value.stringValue();
    if (fromOutside()) {
      if (text.indexOf('\0') >= 0) {
        problems.add(place, "holds a NUL character, which no process can be given");
        return Optional.empty();
      }
      if (!wellFormed(value, place)) {
        return Optional.empty();
      }
    }
    return Optional.of(text);
  }

  private Optional<Long> wholeNumberOf(JsonNode value, String place, long least, long most) {
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < least
        || value.longValue() > most) {
      problems.add(
          place,
          "expected a whole number from " + least + " to " + most + ", found " + describe(value));
      return Optional.empty();
    }
    return Optional.of(value.longValue());
  }

  private Optional<JsonObject> objectOf(JsonNode value, String place) {
    if (value instanceof ObjectNode object) {
      return Optional.of(new JsonObject(object, place, problems, sender));
    }
    problems.add(place, "expected an object, found " + describe(value));
    return Optional.empty();
  }

  /** Whether no text or name in it holds half a surrogate pair, which UTF-8 can't write. */
  private boolean wellFormed(JsonNode value, String place) {
    boolean good =
        value.isString()
            ? wellFormed(value.stringValue())
            : value.properties().stream().allMatch(entry -> wellFormed(entry.getKey()));
    if (!good) {
      problems.add(place, "holds half of a surrogate pair, which is no character");
      return false;
    }
    return value.valueStream().allMatch(child -> wellFormed(child, place));
  }

  private static boolean wellFormed(String text) {
    for (int index = 0; index < text.length(); index++) {
      char unit = text.charAt(index);
      if (Character.isHighSurrogate(unit)
          && index + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(index + 1))) {
        index++;
      } else if (Character.isSurrogate(unit)) {
        return false;
      }
    }
    return true;
  }

  private String describeMember(String member) {
    return node.optional(member).map(JsonObject::describe).orElse("nothing");
  }

  /** Names a value for a message. */
  public static String describe(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "the string " + quote(value.stringValue());
      case NUMBER -> "the number " + shorten(value.asString());
      case BOOLEAN -> value.asString();
      case NULL, MISSING -> "null";
      case ARRAY -> value.isEmpty() ? "an empty array" : "an array";
      case OBJECT -> "an object";
      case BINARY, POJO -> "something else";
    };
  }

  /** A text in quotation marks, cut and without control characters. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    shorten(text)
        .chars()
        .map(
            unit -> Character.isISOControl(unit) || Character.isSurrogate((char) unit) ? '?' : unit)
        .forEach(unit -> quoted.append((char) unit));
    return quoted.append('"').toString();
  }

  /** A text that came from outside, cut for a message. */
  public static String shorten(String text) {
    return text.length() <= LONGEST_QUOTED ? text : text.substring(0, LONGEST_QUOTED) + "...";
  }
}
