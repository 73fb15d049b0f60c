package org.openlauncher.host.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads JSON the strict way: valid UTF-8, one object and nothing behind it, no member twice, no
 * deeper and with no longer numbers and names than anybody needs. How long the text may be is the
 * caller's business.
 */
public final class StrictJson {
  private static final int DEEPEST = 64;
  private static final int LONGEST_NUMBER = 100;
  private static final int LONGEST_NAME = 1_000;
  private static final int MOST_TOKENS = 500_000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(LONGEST_NUMBER)
                          .maxNameLength(LONGEST_NAME)
                          .maxTokenCount(MOST_TOKENS)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private StrictJson() {}

  /** Reads an object from bytes that came from outside. */
  public static ObjectNode read(byte[] bytes) {
    return read(decode(bytes));
  }

  /** Reads an object from a text. */
  static ObjectNode read(String text) {
    JsonNode node;
    try {
      node = MAPPER.readTree(text);
    } catch (StreamConstraintsException tooMuch) {
      throw refusal("$: the JSON is beyond a limit: " + firstLine(tooMuch), tooMuch);
    } catch (DatabindException somethingBehind) {
      throw refusal("$: expected one object and nothing behind it", somethingBehind);
    } catch (JacksonException notJson) {
      throw refusal("$: not valid JSON: " + firstLine(notJson), notJson);
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw refusal(
        "$: expected an object, found "
            + (node.isMissingNode() ? "nothing" : JsonObject.describe(node)));
  }

  /** Writes a node that was read back as text, without blanks. */
  static String compact(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  private static String decode(byte[] bytes) {
    ByteBuffer input = ByteBuffer.wrap(bytes);
    CharBuffer output = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(input, output, true);
    if (result.isError()) {
      throw refusal(
          "$: not valid UTF-8 at byte " + input.position(), new CharacterCodingException());
    }
    return output.flip().toString();
  }

  private static String firstLine(JacksonException failure) {
    // The library names its own settings, which mean nothing to a client.
    String message = failure.getOriginalMessage().replaceAll(", from `[^`]*`", "");
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end);
    TokenStreamLocation location = failure.getLocation();
    return location == null
        ? line
        : line + " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }

  private static LauncherException refusal(String message) {
    return new LauncherException(ErrorCode.INVALID_REQUEST, message, Map.of("path", "$"));
  }

  private static LauncherException refusal(String message, Exception cause) {
    LauncherException refusal = refusal(message);
    refusal.initCause(cause);
    return refusal;
  }
}
