package org.openlauncher.host.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.openlauncher.host.json.JsonOutput;
import tools.jackson.core.JsonGenerator;

/** Puts the events of one piece of a stream together. Not safe from several threads. */
final class EventBuffer {
  private final StreamFormat format;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  EventBuffer(StreamFormat format) {
    this.format = format;
  }

  /**
   * Adds an event. Its data is one object whose first member is the event's type.
   *
   * @param id where a reader who saw it can go on
   * @param members writes the data's further members
   */
  void add(String type, Optional<Long> id, Consumer<JsonGenerator> members) {
    format.event(
        bytes,
        type,
        id,
        JsonOutput.object(
            generator -> {
              generator.writeStringProperty("type", type);
              members.accept(generator);
            }));
  }

  StreamSource.Piece piece(boolean last) {
    return new StreamSource.Piece(ByteBuffer.wrap(bytes.toByteArray()), last);
  }
}
