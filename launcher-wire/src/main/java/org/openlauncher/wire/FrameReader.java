package org.openlauncher.wire;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.openlauncher.api.configuration.DataSize;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads frames: four bytes of length, the highest first, and so many bytes of a JSON object. */
public final class FrameReader {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final DataInputStream in;
  private final long longest;

  /**
   * @param in comes from the other end
   * @param longest the longest message that is taken
   */
  public FrameReader(InputStream in, DataSize longest) {
    this.in = new DataInputStream(new BufferedInputStream(in, 64 * 1024));
    this.longest = longest.bytes();
  }

  /**
   * Waits for the next message.
   *
   * @return empty where the other end has closed its output between two messages
   * @throws FrameException where what comes is no frame with a JSON object
   */
  public Optional<ObjectNode> next() throws IOException {
    Optional<byte[]> content = content();
    if (content.isEmpty()) {
      return Optional.empty();
    }
    if (content.get().length == 0) {
      throw wrongLength(0);
    }
    return Optional.of(parse(content.get()));
  }

  /**
   * Waits for the next frame, whatever is in it: who wants to go on after a message that is no JSON
   * reads it itself.
   *
   * @return the bytes behind the length; empty where the other end has closed its output between
   *     two frames
   * @throws FrameException where what comes is too long, or ends too soon: where the next frame
   *     begins is not known then
   */
  public Optional<byte[]> content() throws IOException {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    try {
      long length =
          (long) first << 24
              | in.readUnsignedByte() << 16
              | in.readUnsignedByte() << 8
              | in.readUnsignedByte();
      if (length > longest) {
        throw wrongLength(length);
      }
      byte[] bytes = in.readNBytes((int) length);
      if (bytes.length < length) {
        throw new EOFException();
      }
      return Optional.of(bytes);
    } catch (EOFException cut) {
      throw new FrameException("the output ended within a message", cut);
    }
  }

  private FrameException wrongLength(long length) {
    return new FrameException(
        "expected a message of 1 to "
            + longest
            + " bytes, found a length of "
            + length
            + printable((int) length));
  }

  /** A program that prints text instead of frames is the commonest mistake. */
  private static String printable(int length) {
    StringBuilder text = new StringBuilder();
    for (int shift = 24; shift >= 0; shift -= 8) {
      int letter = length >> shift & 0xff;
      if (letter < ' ' || letter > '~') {
        return "";
      }
      text.append((char) letter);
    }
    return ", which is the text \"" + text + "\"";
  }

  private static ObjectNode parse(byte[] bytes) throws FrameException {
    try {
      JsonNode node = JSON.readTree(bytes);
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw new FrameException("expected a JSON object, found " + node.getNodeType());
    } catch (JacksonException wrong) {
      throw new FrameException(
          "expected a JSON object, found something else: " + wrong.getOriginalMessage(), wrong);
    }
  }
}
