package org.openlauncher.host.http;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.openlauncher.host.jobs.ResourceReader;
import org.openlauncher.host.json.AnswerJson;

/** Tells what a job uses, sample by sample, until it has ended. */
final class ResourceSource implements StreamSource {
  private final ResourceReader reader;
  private final StreamFormat format;

  ResourceSource(ResourceReader reader, StreamFormat format) {
    this.reader = reader;
    this.format = format;
  }

  @Override
  public CompletableFuture<Piece> next() {
    return Futures.dependent(reader.next(), this::tell);
  }

  private Piece tell(Optional<ResourceReader.Sample> sample) {
    EventBuffer events = new EventBuffer(format);
    if (sample.isPresent()) {
      events.add(
          "resources",
          Optional.of(sample.get().number()),
          generator -> AnswerJson.resourceUse(generator, sample.get().use()));
    } else {
      events.add("end", Optional.empty(), generator -> {});
    }
    return events.piece(sample.isEmpty());
  }

  @Override
  public void close() {
    reader.close();
  }
}
