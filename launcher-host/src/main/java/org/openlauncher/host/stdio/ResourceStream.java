package org.openlauncher.host.stdio;

import java.math.BigInteger;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.openlauncher.host.jobs.ResourceReader;
import org.openlauncher.host.json.AnswerJson;
import org.openlauncher.wire.AnswerType;

/** Tells what a job uses, sample by sample, until it has ended. */
final class ResourceStream extends OpenStream<Optional<ResourceReader.Sample>> {
  private final ResourceReader reader;

  ResourceStream(
      BigInteger requestId, Responses responses, Executor executor, ResourceReader reader) {
    super(requestId, responses, executor);
    this.reader = reader;
  }

  @Override
  CompletableFuture<Optional<ResourceReader.Sample>> next() {
    return reader.next();
  }

  @Override
  boolean send(Optional<ResourceReader.Sample> sample) {
    responses()
        .tell(
            AnswerType.RESOURCE_USE,
            addressed(
                generator -> {
                  sample.ifPresent(taken -> AnswerJson.resourceUse(generator, taken.use()));
                  generator.writeBooleanProperty("complete", sample.isEmpty());
                }));
    return sample.isPresent();
  }

  @Override
  void release() {
    reader.close();
  }
}
