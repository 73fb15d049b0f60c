package org.openlauncher.host.stdio;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.host.json.JsonObject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message of the launcher in front, of which only the envelope was read.
 *
 * @param id the number that its answer bears: unsigned, of 64 bits
 * @param type its {@code messageType}, which may be none that is known
 * @param message all of it
 */
record Incoming(BigInteger id, long type, ObjectNode message) {
  private static final int BITS = 64;

  /** The id of an answer to what has none. */
  static final BigInteger NO_ID = BigInteger.ZERO;

  /** The id, as far as it can be made out. */
  static BigInteger idOf(ObjectNode message) {
    JsonNode id = message.path("requestId");
    return isId(id) ? id.bigIntegerValue() : NO_ID;
  }

  private static boolean isId(JsonNode id) {
    return id.isIntegralNumber()
        && id.bigIntegerValue().signum() >= 0
        && id.bigIntegerValue().bitLength() <= BITS;
  }

  /**
   * Reads the envelope.
   *
   * @throws LauncherException {@code InvalidRequest} where it has none
   */
  static Incoming read(ObjectNode message) {
    JsonNode type = message.path("messageType");
    if (!type.isIntegralNumber() || !type.canConvertToLong()) {
      throw misfit("messageType", "a whole number", message.get("messageType"));
    }
    if (!isId(message.path("requestId"))) {
      throw misfit("requestId", "a whole number of 64 bits, unsigned", message.get("requestId"));
    }
    return new Incoming(idOf(message), type.longValue(), message);
  }

  static LauncherException misfit(String member, String expected, @Nullable JsonNode found) {
    return new LauncherException(
        ErrorCode.INVALID_REQUEST,
        "$."
            + member
            + ": expected "
            + expected
            + ", found "
            + (found == null ? "nothing" : JsonObject.describe(found)));
  }
}
