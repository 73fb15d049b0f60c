package org.openlauncher.container.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.openlauncher.api.plugin.JobOutput;
import org.openlauncher.api.plugin.OutputType;

/**
 * What the first process of a container keeps of the job's output: all pieces in the order of their
 * arrival, and an index of which stream each is of. It is found by halving, so that reading takes
 * the same memory however long the output is.
 */
public final class KeptOutput implements JobOutput {
  private static final int ENTRY = 2 * Long.BYTES;
  private static final int BLOCK_ENTRIES = 512;
  private static final int NEAR = 4;
  private static final Set<java.nio.file.OpenOption> READING =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final OutputType type;
  private final FileChannel output;
  private final FileChannel index;
  private final ByteBuffer block =
      ByteBuffer.allocate(BLOCK_ENTRIES * ENTRY).order(ByteOrder.nativeOrder()).limit(0);
  private long blockBegin;

  private KeptOutput(OutputType type, FileChannel output, FileChannel index) {
    this.type = type;
    this.output = output;
    this.index = index;
  }

  /** Where a piece of the output ends: in all of it, and how much of that is standard output. */
  private record End(long all, long standardOutput) {
    private static final End NOTHING = new End(0, 0);

    private long of(OutputType type) {
      return switch (type) {
        case MIXED -> all;
        case STDOUT -> standardOutput;
        case STDERR -> all - standardOutput;
      };
    }
  }

  /**
   * Opens what is kept.
   *
   * @param outputFile all pieces
   * @param indexFile for each piece two 64-bit numbers in the machine's order of bytes: where it
   *     ends in the output, and how much of the output up to there is standard output
   */
  public static KeptOutput open(Path outputFile, Path indexFile, OutputType type)
      throws IOException {
    FileChannel output = FileChannel.open(outputFile, READING);
    try {
      return new KeptOutput(type, output, FileChannel.open(indexFile, READING));
    } catch (IOException failure) {
      output.close();
      throw failure;
    }
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    long entries = entries();
    if (entries == 0) {
      return 0;
    }
    long length = end(entries - 1).of(type);
    long piece = 0;
    int total = 0;
    while (target.hasRemaining() && position + total < length) {
      piece = pieceOf(position + total, piece, entries);
      int count = readPiece(piece, position + total, target);
      if (count <= 0) {
        break;
      }
      total += count;
    }
    return total;
  }

  private int readPiece(long piece, long position, ByteBuffer target) throws IOException {
    End before = piece == 0 ? End.NOTHING : end(piece - 1);
    long available = end(piece).of(type) - position;
    int limit = target.limit();
    target.limit(target.position() + (int) Math.min(target.remaining(), available));
    try {
      return output.read(target, before.all() + position - before.of(type));
    } finally {
      target.limit(limit);
    }
  }

  /** The first piece, from one on, that ends beyond a position. */
  private long pieceOf(long position, long from, long entries) throws IOException {
    for (long near = from; near < Math.min(from + NEAR, entries); near++) {
      if (end(near).of(type) > position) {
        return near;
      }
    }
    long low = from;
    long high = entries - 1;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (end(middle).of(type) > position) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  @Override
  public long length() throws IOException {
    long entries = entries();
    return entries == 0 ? 0 : end(entries - 1).of(type);
  }

  private long entries() throws IOException {
    return index.size() / ENTRY;
  }

  private End end(long number) throws IOException {
    if (number < blockBegin || number >= blockBegin + block.limit() / ENTRY) {
      load(number - number % BLOCK_ENTRIES);
    }
    int place = (int) (number - blockBegin) * ENTRY;
    if (place + ENTRY > block.limit()) {
      throw new IOException("the index of the job's output is cut short");
    }
    long all = block.getLong(place);
    long standardOutput = block.getLong(place + Long.BYTES);
    if (all < 0 || standardOutput < 0 || standardOutput > all) {
      throw new IOException("the index of the job's output was damaged");
    }
    return new End(all, standardOutput);
  }

  /** Entries never change: those that were read once are good for ever. */
  private void load(long first) throws IOException {
    block.clear();
    int count = 0;
    while (block.hasRemaining() && count >= 0) {
      count = index.read(block, first * ENTRY + block.position());
    }
    block.flip();
    block.limit(block.limit() - block.limit() % ENTRY);
    blockBegin = first;
  }

  @Override
  public void close() {
    try (output;
        index) {
      // Both are closed, whatever becomes of one.
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
