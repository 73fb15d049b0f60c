package org.openlauncher.process.spawner;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A message to or from the spawner: the number of the request that it belongs to, what it is, and
 * fields. In bytes: the length of what follows, the number, the kind, and for each field its tag,
 * its length and its bytes; all numbers little endian.
 */
final class Frame {
  /** The most bytes that may follow the length. */
  static final int MOST = 8 * 1024 * 1024;

  /** Bytes of the number and the kind. */
  static final int LEAST = Integer.BYTES + 1;

  /** Bytes before the fields. */
  private static final int HEADER = Integer.BYTES + LEAST;

  private static final int FIELD_HEADER = 1 + Integer.BYTES;

  private final int request;
  private final Kind kind;
  private final Map<Tag, byte[]> fields;

  private Frame(int request, Kind kind, Map<Tag, byte[]> fields) {
    this.request = request;
    this.kind = kind;
    this.fields = fields;
  }

  /**
   * Reads a frame whose fields each come once at most, as those of all answers do.
   *
   * @param bytes what follows the length, all of it
   */
  static Frame parse(ByteBuffer bytes) throws Nonsense {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() < LEAST) {
      throw new Nonsense("a frame of " + bytes.remaining() + " bytes");
    }
    int request = bytes.getInt();
    int number = Byte.toUnsignedInt(bytes.get());
    Kind kind = Kind.of(number).orElseThrow(() -> new Nonsense("a frame of kind " + number));
    Map<Tag, byte[]> fields = new EnumMap<>(Tag.class);
    while (bytes.hasRemaining()) {
      addField(bytes, kind, fields);
    }
    return new Frame(request, kind, fields);
  }

  private static void addField(ByteBuffer bytes, Kind kind, Map<Tag, byte[]> fields)
      throws Nonsense {
    if (bytes.remaining() < FIELD_HEADER) {
      throw new Nonsense(kind + " ends within a field");
    }
    int number = Byte.toUnsignedInt(bytes.get());
    Tag tag = Tag.of(number).orElseThrow(() -> new Nonsense(kind + " with the tag " + number));
    int length = bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      throw new Nonsense(kind + " with a field " + tag + " that is longer than the frame");
    }
    byte[] content = new byte[length];
    bytes.get(content);
    if (fields.put(tag, content) != null) {
      throw new Nonsense(kind + " with two fields " + tag);
    }
  }

  int request() {
    return request;
  }

  Kind kind() {
    return kind;
  }

  Optional<byte[]> find(Tag tag) {
    return Optional.ofNullable(fields.get(tag));
  }

  byte[] bytes(Tag tag) throws Nonsense {
    return find(tag).orElseThrow(() -> new Nonsense(kind + " without a field " + tag));
  }

  String text(Tag tag) throws Nonsense {
    return new String(bytes(tag), StandardCharsets.UTF_8);
  }

  long number(Tag tag) throws Nonsense {
    byte[] bytes = bytes(tag);
    if (bytes.length != Long.BYTES) {
      throw new Nonsense(kind + " with a number " + tag + " of " + bytes.length + " bytes");
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  /** Puts a frame together. */
  static final class Builder {
    private final Kind kind;
    private final ByteArrayOutputStream fields = new ByteArrayOutputStream(1024);

    Builder(Kind kind) {
      this.kind = kind;
    }

    Builder bytes(Tag tag, byte[] bytes) {
      ByteBuffer header = ByteBuffer.allocate(FIELD_HEADER).order(ByteOrder.LITTLE_ENDIAN);
      header.put((byte) tag.number()).putInt(bytes.length);
      fields.writeBytes(header.array());
      fields.writeBytes(bytes);
      return this;
    }

    Builder text(Tag tag, String text) {
      return bytes(tag, text.getBytes(StandardCharsets.UTF_8));
    }

    Builder number(Tag tag, long number) {
      ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      return bytes(tag, bytes.putLong(number).array());
    }

    Kind kind() {
      return kind;
    }

    /** How many bytes would follow the length. */
    int size() {
      return LEAST + fields.size();
    }

    /** The frame with the number of a request. */
    ByteBuffer frame(int request) {
      ByteBuffer frame = ByteBuffer.allocate(HEADER + fields.size()).order(ByteOrder.LITTLE_ENDIAN);
      frame.putInt(size()).putInt(request).put((byte) kind.number()).put(fields.toByteArray());
      return frame.flip();
    }
  }
}
