package org.openlauncher.plugin.kubernetes.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Adds to what is kept of a job's output. Where the launcher died within an entry, it goes on after
 * the last whole one. Not safe from several threads.
 */
final class OutputKeeper implements AutoCloseable {
  private static final int ENTRY = 2 * Long.BYTES;

  private final FileChannel output;
  private final FileChannel index;
  private final Path skipped;
  private long kept;
  private long keptOfStandardOutput;
  private long moved;

  private OutputKeeper(FileChannel output, FileChannel index, Path skipped) {
    this.output = output;
    this.index = index;
    this.skipped = skipped;
  }

  static OutputKeeper open(Path outputFile, Path indexFile) throws IOException {
    FileChannel output = open(outputFile);
    try {
      OutputKeeper keeper =
          new OutputKeeper(output, open(indexFile), outputFile.resolveSibling("skipped"));
      keeper.begin();
      return keeper;
    } catch (IOException failure) {
      output.close();
      throw failure;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.CREATE,
        LinkOption.NOFOLLOW_LINKS);
  }

  private void begin() throws IOException {
    long entries = index.size() / ENTRY;
    index.truncate(entries * ENTRY);
    if (entries > 0) {
      ByteBuffer last = ByteBuffer.allocate(ENTRY).order(ByteOrder.nativeOrder());
      index.read(last, (entries - 1) * ENTRY);
      kept = last.getLong(0);
      keptOfStandardOutput = last.getLong(Long.BYTES);
    }
    moved = movedBefore();
    output.truncate(kept);
    output.position(kept);
    index.position(entries * ENTRY);
  }

  /** How far what is kept and the job's own count were apart when the launcher was ended. */
  private long movedBefore() throws IOException {
    if (!Files.exists(skipped)) {
      return 0;
    }
    String[] words = Files.readString(skipped).strip().split(" ", -1);
    return words.length == 2 && kept >= Long.parseLong(words[0]) ? Long.parseLong(words[1]) : 0;
  }

  /** Up to where, in the job's own count, there is everything or word that it is lost. */
  long position() {
    return kept - moved;
  }

  /** Adds a piece, or what of it is new; false where something before it is missing. */
  boolean add(Frame.Piece piece) throws IOException {
    long known = position() - piece.position();
    if (known < 0) {
      return false;
    }
    ByteBuffer content = piece.content().duplicate();
    if (known < content.remaining()) {
      content.position(content.position() + (int) known);
      write(piece.standardOutput(), content);
    }
    return true;
  }

  /** Goes on at a later position; what is between is lost, and said to be. */
  void skipTo(long position) throws IOException {
    long lost = position - position();
    String words =
        "\n[The launcher lacks "
            + lost
            + " bytes of the job's output here: the cluster did not keep them.]\n";
    ByteBuffer text = ByteBuffer.wrap(words.getBytes(StandardCharsets.US_ASCII));
    long length = text.remaining();
    Files.writeString(skipped, (kept + length) + " " + (moved + length - lost));
    write(false, text);
    moved += length - lost;
  }

  private void write(boolean standardOutput, ByteBuffer content) throws IOException {
    int length = content.remaining();
    while (content.hasRemaining()) {
      output.write(content);
    }
    kept += length;
    keptOfStandardOutput += standardOutput ? length : 0;
    ByteBuffer entry = ByteBuffer.allocate(ENTRY).order(ByteOrder.nativeOrder());
    entry.putLong(kept).putLong(keptOfStandardOutput).flip();
    while (entry.hasRemaining()) {
      index.write(entry);
    }
  }

  @Override
  public void close() throws IOException {
    try (output;
        index) {
      // Both are closed, whatever becomes of one.
    }
  }
}
