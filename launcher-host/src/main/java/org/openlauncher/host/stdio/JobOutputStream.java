package org.openlauncher.host.stdio;

import java.math.BigInteger;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.host.jobs.OutputReader;
import org.openlauncher.wire.AnswerType;

/** Tells an output from its beginning, until the job has ended and all of it was told. */
final class JobOutputStream extends OpenStream<OutputReader.Chunk> {
  private final OutputReader reader;
  private final OutputType type;
  private final TextDecoder decoder = new TextDecoder();
  private long position;

  JobOutputStream(
      BigInteger requestId,
      Responses responses,
      Executor executor,
      OutputReader reader,
      OutputType type) {
    super(requestId, responses, executor);
    this.reader = reader;
    this.type = type;
  }

  @Override
  CompletableFuture<OutputReader.Chunk> next() {
    return reader.read(position, true);
  }

  @Override
  boolean send(OutputReader.Chunk chunk) {
    if (chunk instanceof OutputReader.Chunk.Data data) {
      tellGap(data.position() - position);
      position = data.position() + data.bytes().remaining();
      tell(decoder.next(data.bytes()));
      return true;
    }
    tell(decoder.end());
    message("", "", true);
    return false;
  }

  /** The Launcher Plugin API has no other way to tell of it. */
  private void tellGap(long bytes) {
    if (bytes > 0) {
      tell(decoder.end());
      tell("\n[" + bytes + " bytes of output are not kept any more]\n");
    }
  }

  private void tell(String text) {
    int begin = 0;
    while (begin < text.length()) {
      int end = Math.min(text.length(), begin + responses().mostText());
      if (end < text.length()
          && end - begin > 1
          && Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
      message(text.substring(begin, end), type.wireName(), false);
      begin = end;
    }
  }

  private void message(String output, String outputType, boolean complete) {
    long number = nextSequence();
    responses()
        .answer(
            AnswerType.JOB_OUTPUT,
            requestId(),
            generator -> {
              generator.writeNumberProperty("seqId", number);
              generator.writeStringProperty("output", output);
              generator.writeStringProperty("outputType", outputType);
              generator.writeBooleanProperty("complete", complete);
            });
  }

  @Override
  void release() {
    reader.close();
  }
}
