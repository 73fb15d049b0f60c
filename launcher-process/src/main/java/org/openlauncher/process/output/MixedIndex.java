package org.openlauncher.process.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * In which order the bytes of two streams were seen: a file of lines {@code o LENGTH} and {@code e
 * LENGTH}, to which is only added. A line that a crash cut short was never used, and is replaced.
 */
public final class MixedIndex implements AutoCloseable {
  /** The two streams. */
  enum Stream {
    OUTPUT('o'),
    ERROR('e');

    private final char letter;

    Stream(char letter) {
      this.letter = letter;
    }
  }

  /**
   * A piece of the mixture.
   *
   * @param stream where its bytes are
   * @param begin where it begins in the mixture
   * @param origin where it begins in its stream
   * @param length how many bytes it has
   */
  record Span(Stream stream, long begin, long origin, long length) {
    long end() {
      return begin + length;
    }
  }

  private final FileChannel file;
  private final List<Span> spans = new ArrayList<>();
  private long known;

  /** Takes the file over: it is closed with this. */
  public MixedIndex(FileChannel file) {
    this.file = file;
  }

  /** Takes in what was added since the last look, by whomever. */
  void load() throws IOException {
    ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(Math.max(0, file.size() - known)));
    int read = 0;
    while (content.hasRemaining() && read >= 0) {
      read = file.read(content, known + content.position());
    }
    String text = new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII);
    int begin = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', begin)) {
      take(text.substring(begin, end));
      begin = end + 1;
    }
    known += begin;
  }

  private void take(String line) throws IOException {
    try {
      for (Stream stream : Stream.values()) {
        if (line.startsWith(stream.letter + " ")) {
          add(stream, Long.parseLong(line.substring(2)));
          return;
        }
      }
    } catch (NumberFormatException malformed) {
      throw new IOException("the index of mixed output holds the line \"" + line + "\"", malformed);
    }
    throw new IOException("the index of mixed output holds the line \"" + line + "\"");
  }

  /** Adds what is new of a stream, where there is any. */
  void extend(Stream stream, long length) throws IOException {
    long fresh = length - length(stream);
    if (fresh <= 0) {
      return;
    }
    byte[] line = (stream.letter + " " + fresh + "\n").getBytes(StandardCharsets.US_ASCII);
    file.truncate(known);
    ByteBuffer buffer = ByteBuffer.wrap(line);
    while (buffer.hasRemaining()) {
      file.write(buffer, known + buffer.position());
    }
    known += line.length;
    add(stream, fresh);
  }

  private void add(Stream stream, long length) {
    if (!spans.isEmpty() && spans.get(spans.size() - 1).stream() == stream) {
      Span last = spans.remove(spans.size() - 1);
      spans.add(new Span(stream, last.begin(), last.origin(), last.length() + length));
    } else {
      spans.add(new Span(stream, length(), length(stream), length));
    }
  }

  /** How many bytes of a stream are in the mixture. */
  private long length(Stream stream) {
    for (int index = spans.size() - 1; index >= 0; index--) {
      Span span = spans.get(index);
      if (span.stream() == stream) {
        return span.origin() + span.length();
      }
    }
    return 0;
  }

  /** How many bytes the mixture has. */
  long length() {
    return spans.isEmpty() ? 0 : spans.get(spans.size() - 1).end();
  }

  /** The piece that holds a position of the mixture. */
  Optional<Span> find(long position) {
    int low = 0;
    int high = spans.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Span span = spans.get(middle);
      if (position < span.begin()) {
        high = middle - 1;
      } else if (position >= span.end()) {
        low = middle + 1;
      } else {
        return Optional.of(span);
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
