package org.openlauncher.wire;

import java.nio.ByteBuffer;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes frames of messages, as {@link FrameReader} reads them. */
public final class Frames {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Frames() {}

  /**
   * The frame of a request.
   *
   * @param longest the longest message that is sent
   * @throws LauncherException {@code PayloadTooLarge} where it is longer
   */
  public static byte[] of(ObjectNode message, DataSize longest) {
    byte[] bytes = JSON.writeValueAsBytes(message);
    if (bytes.length > longest.bytes()) {
      throw new LauncherException(
          ErrorCode.PAYLOAD_TOO_LARGE,
          "The request takes "
              + bytes.length
              + " bytes to the cluster's plugin; at most "
              + longest.bytes()
              + " are possible.");
    }
    return of(bytes);
  }

  /** The frame of a message that is JSON already. */
  public static byte[] of(byte[] message) {
    return ByteBuffer.allocate(Integer.BYTES + message.length)
        .putInt(message.length)
        .put(message)
        .array();
  }
}
