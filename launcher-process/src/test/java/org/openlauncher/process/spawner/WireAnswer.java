package org.openlauncher.process.spawner;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer of the spawner.
 *
 * @param number of its request
 * @param kind what it says
 * @param fields in their order
 */
record WireAnswer(int number, int kind, List<Field> fields) {
  /**
   * A part of it.
   *
   * @param tag what it means
   * @param value a number, text or bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares fields
  record Field(int tag, byte[] value) {}

  static WireAnswer parse(byte[] frame) {
    ByteBuffer rest = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
    int number = rest.getInt();
    int kind = Byte.toUnsignedInt(rest.get());
    List<Field> fields = new ArrayList<>();
    while (rest.hasRemaining()) {
      int tag = Byte.toUnsignedInt(rest.get());
      byte[] value = new byte[rest.getInt()];
      rest.get(value);
      fields.add(new Field(tag, value));
    }
    return new WireAnswer(number, kind, List.copyOf(fields));
  }

  boolean has(int tag) {
    return fields.stream().anyMatch(field -> field.tag() == tag);
  }

  byte[] bytes(int tag) {
    return fields.stream()
        .filter(field -> field.tag() == tag)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no field " + tag + " in " + describe()))
        .value();
  }

  String text(int tag) {
    return new String(bytes(tag), StandardCharsets.UTF_8);
  }

  long number(int tag) {
    return number(bytes(tag));
  }

  List<Long> numbers(int tag) {
    return fields.stream()
        .filter(field -> field.tag() == tag)
        .map(field -> number(field.value()))
        .toList();
  }

  /** The word of a refusal; for any other answer, its kind. */
  String refusal() {
    return kind == Wire.REFUSED ? text(Wire.REFUSAL) : "answer of kind " + kind;
  }

  String message() {
    return text(Wire.MESSAGE);
  }

  WireAnswer require(int expected) {
    if (kind != expected) {
      throw new AssertionError("expected an answer of kind " + expected + ", got " + describe());
    }
    return this;
  }

  private String describe() {
    return kind == Wire.REFUSED ? refusal() + ": " + message() : "kind " + kind;
  }

  private static long number(byte[] value) {
    if (value.length != Long.BYTES) {
      throw new AssertionError("a number has " + value.length + " bytes");
    }
    return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }
}
