package org.openlauncher.host.http;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.openlauncher.host.jobs.Job;
import org.openlauncher.host.jobs.OutputReader;

/**
 * Tells a job's output from a position on, to the byte. As text where it is text: a character that
 * is cut by the end of a chunk waits for its other bytes. What can't be text is told in base64.
 */
final class OutputSource implements StreamSource {
  private static final byte[] NONE = {};

  private final OutputReader reader;
  private final StreamFormat format;
  private final boolean follow;

  /** Where to read next. */
  private long position;

  /** The beginning of a character before {@code position} that was not told yet. */
  private byte[] held = NONE;

  private Optional<Job> ended = Optional.empty();

  OutputSource(OutputReader reader, StreamFormat format, long position, boolean follow) {
    this.reader = reader;
    this.format = format;
    this.position = position;
    this.follow = follow;
  }

  @Override
  public CompletableFuture<Piece> next() {
    return Futures.dependent(reader.read(position, follow), this::tell);
  }

  private Piece tell(OutputReader.Chunk chunk) {
    if (chunk instanceof OutputReader.Chunk.Data data) {
      return format == StreamFormat.RAW ? tellRaw(data) : tellData(data);
    }
    if (chunk instanceof OutputReader.Chunk.End end) {
      ended = Optional.of(end.job());
      return tellEnd(end);
    }
    throw new IllegalStateException("neither data nor the end of an output");
  }

  private Piece tellRaw(OutputReader.Chunk.Data data) {
    position = data.position() + data.bytes().remaining();
    return new Piece(data.bytes(), false);
  }

  private Piece tellData(OutputReader.Chunk.Data data) {
    EventBuffer events = new EventBuffer(format);
    if (data.position() != position) {
      flushHeld(events);
      long from = position;
      events.add(
          "gap",
          Optional.of(data.position()),
          generator -> {
            generator.writeNumberProperty("offset", from);
            generator.writeNumberProperty("bytes", data.position() - from);
          });
    }
    long start = data.position() - held.length;
    byte[] bytes = Arrays.copyOf(held, held.length + data.bytes().remaining());
    data.bytes().get(bytes, held.length, data.bytes().remaining());
    position = start + bytes.length;
    int valid = Utf8.validUpTo(bytes, bytes.length);
    held = valid < 0 ? NONE : Arrays.copyOfRange(bytes, valid, bytes.length);
    if (valid < 0) {
      addBase64(events, start, bytes);
    } else if (valid > 0) {
      events.add(
          "output",
          Optional.of(start + valid),
          generator -> {
            generator.writeNumberProperty("offset", start);
            generator.writeName("output");
            generator.writeUTF8String(bytes, 0, valid);
          });
    }
    return events.piece(false);
  }

  private Piece tellEnd(OutputReader.Chunk.End end) {
    EventBuffer events = new EventBuffer(format);
    flushHeld(events);
    events.add(
        "end",
        Optional.of(end.position()),
        generator -> {
          generator.writeNumberProperty("offset", end.position());
          generator.writeStringProperty("status", end.job().status().state().wireName());
          end.job()
              .status()
              .exitCode()
              .ifPresent(code -> generator.writeNumberProperty("exitCode", code));
        });
    return events.piece(true);
  }

  private void flushHeld(EventBuffer events) {
    if (held.length > 0) {
      addBase64(events, position - held.length, held);
      held = NONE;
    }
  }

  private static void addBase64(EventBuffer events, long start, byte[] bytes) {
    events.add(
        "output",
        Optional.of(start + bytes.length),
        generator -> {
          generator.writeNumberProperty("offset", start);
          generator.writeBinaryProperty("base64", bytes);
        });
  }

  @Override
  public Map<String, String> trailers() {
    Map<String, String> trailers = new LinkedHashMap<>();
    ended.ifPresent(
        job -> {
          trailers.put("Launcher-Status", job.status().state().wireName());
          job.status()
              .exitCode()
              .ifPresent(code -> trailers.put("Launcher-Exit-Code", Integer.toString(code)));
        });
    return trailers;
  }

  @Override
  public void close() {
    reader.close();
  }
}
