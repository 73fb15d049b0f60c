package org.openlauncher.process.spawner;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A request, good or bad, field by field. */
final class WireRequest {
  private static final int HEADER = 9;
  private static final int FIELD_HEADER = 5;

  private final int kind;
  private final ByteArrayOutputStream fields = new ByteArrayOutputStream();

  WireRequest(int kind) {
    this.kind = kind;
  }

  WireRequest bytes(int tag, byte[] value) {
    ByteBuffer header = ByteBuffer.allocate(FIELD_HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.put((byte) tag).putInt(value.length);
    fields.writeBytes(header.array());
    fields.writeBytes(value);
    return this;
  }

  WireRequest text(int tag, String value) {
    return bytes(tag, value.getBytes(StandardCharsets.UTF_8));
  }

  WireRequest path(int tag, Path value) {
    return text(tag, value.toString());
  }

  WireRequest number(int tag, long value) {
    return bytes(
        tag, ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }

  /** Adds what need not be a field. */
  WireRequest rubbish(int... bytes) {
    for (int value : bytes) {
      fields.write(value);
    }
    return this;
  }

  byte[] frame(int number) {
    ByteBuffer frame = ByteBuffer.allocate(HEADER + fields.size()).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(HEADER - Integer.BYTES + fields.size()).putInt(number).put((byte) kind);
    return frame.put(fields.toByteArray()).array();
  }
}
