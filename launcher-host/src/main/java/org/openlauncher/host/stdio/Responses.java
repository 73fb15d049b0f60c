package org.openlauncher.host.stdio;

import java.math.BigInteger;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.host.json.JsonOutput;
import org.openlauncher.wire.AnswerType;
import org.openlauncher.wire.Frames;
import org.openlauncher.wire.Outbox;
import tools.jackson.core.JsonGenerator;

/**
 * Sends messages to the launcher in front, whole and one after the other, and numbers those that
 * answer something. None is longer than the launcher in front takes.
 */
final class Responses {
  private static final int ENVELOPE = 512;

  /** A character of text may take so many bytes as JSON. */
  private static final int ESCAPED = 6;

  private static final int MOST_TEXT = 128 * 1024;

  private final Outbox outbox;
  private final DataSize longest;
  private long next;

  Responses(Outbox outbox, DataSize longest) {
    this.outbox = outbox;
    this.longest = longest;
  }

  /** How many characters of text fit into one message, whatever they are. */
  int mostText() {
    return (int) Math.max(1, Math.min(MOST_TEXT, (longest.bytes() - ENVELOPE) / ESCAPED));
  }

  /**
   * Answers a request.
   *
   * @param members writes what the answer says
   */
  void answer(AnswerType type, BigInteger requestId, Consumer<JsonGenerator> members) {
    byte[] message;
    synchronized (this) {
      message = message(type, requestId, next, members);
      if (message.length <= longest.bytes()) {
        next++;
        outbox.add(Frames.of(message));
        return;
      }
    }
    error(
        requestId,
        new LauncherException(
            ErrorCode.UNKNOWN,
            "The answer takes "
                + message.length
                + " bytes; at most "
                + longest.bytes()
                + " are possible. Ask for fewer jobs, or for some of their fields."));
  }

  /** Sends what answers no single request: its addressees are in it, or it is a sign of life. */
  void tell(AnswerType type, Consumer<JsonGenerator> members) {
    answer(type, Incoming.NO_ID, members);
  }

  /** Sends what is not numbered. */
  void tellUnnumbered(AnswerType type, Consumer<JsonGenerator> members) {
    outbox.add(Frames.of(message(type, Incoming.NO_ID, 0, members)));
  }

  /** Answers a request with a failure. */
  void error(BigInteger requestId, Throwable failure) {
    WireError error = WireError.of(failure);
    outbox.add(
        Frames.of(
            message(
                AnswerType.ERROR,
                requestId,
                0,
                generator -> {
                  generator.writeNumberProperty("errorCode", error.code());
                  generator.writeStringProperty("errorMessage", error.message(mostText()));
                })));
  }

  private static byte[] message(
      AnswerType type, BigInteger requestId, long responseId, Consumer<JsonGenerator> members) {
    return JsonOutput.object(
        generator -> {
          generator.writeNumberProperty("messageType", type.number());
          generator.writeNumberProperty("requestId", requestId);
          generator.writeNumberProperty("responseId", responseId);
          members.accept(generator);
        });
  }

  /** Completes as soon as the launcher in front has read most of what was sent. */
  CompletableFuture<Void> room() {
    return outbox.room();
  }

  /** Whether something is on its way that it has not read. */
  boolean busy() {
    return outbox.waiting() > 0;
  }
}
