package org.openlauncher.process.output;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.plugin.JobOutput;

/**
 * Two outputs as one, in the order in which they were seen to grow. What was read once keeps its
 * position, because the order is written down before anything is read.
 */
public final class MergedOutput implements JobOutput {
  /** Opens a stream's file; empty as long as there is none. */
  public interface Source {
    /** The file, where it is there. */
    Optional<FileOutput> open() throws IOException;
  }

  private final Map<MixedIndex.Stream, Source> sources = new EnumMap<>(MixedIndex.Stream.class);
  private final Map<MixedIndex.Stream, FileOutput> files = new EnumMap<>(MixedIndex.Stream.class);
  private final MixedIndex index;
  private final Object indexLock;

  /**
   * @param indexLock held while the index's file is worked on, as others may do it too
   */
  public MergedOutput(
      Source standardOutput, Source standardError, MixedIndex index, Object indexLock) {
    sources.put(MixedIndex.Stream.OUTPUT, standardOutput);
    sources.put(MixedIndex.Stream.ERROR, standardError);
    this.index = index;
    this.indexLock = indexLock;
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    if (index.find(position).isEmpty()) {
      look();
    }
    Optional<MixedIndex.Span> found = index.find(position);
    if (found.isEmpty()) {
      return 0;
    }
    MixedIndex.Span span = found.get();
    Optional<FileOutput> file = file(span.stream());
    if (file.isEmpty()) {
      return 0;
    }
    int limit = target.limit();
    long wanted = Math.min(target.remaining(), span.end() - position);
    target.limit(target.position() + (int) wanted);
    try {
      return file.get().read(span.origin() + position - span.begin(), target);
    } finally {
      target.limit(limit);
    }
  }

  @Override
  public long length() throws IOException {
    look();
    return index.length();
  }

  private void look() throws IOException {
    synchronized (indexLock) {
      index.load();
      for (MixedIndex.Stream stream : MixedIndex.Stream.values()) {
        Optional<FileOutput> file = file(stream);
        if (file.isPresent()) {
          index.extend(stream, file.get().length());
        }
      }
    }
  }

  private Optional<FileOutput> file(MixedIndex.Stream stream) throws IOException {
    FileOutput open = files.get(stream);
    if (open != null) {
      return Optional.of(open);
    }
    Source source = sources.get(stream);
    Optional<FileOutput> opened = source == null ? Optional.empty() : source.open();
    opened.ifPresent(file -> files.put(stream, file));
    return opened;
  }

  @Override
  public void close() {
    files.values().forEach(FileOutput::close);
    try {
      index.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
