package org.openlauncher.plugin.docker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * The form in which the engine gives and takes files: blocks of 512 bytes, a header before each
 * file. Only as much of it as one file read and some files written need.
 */
final class Tar {
  private static final int BLOCK = 512;
  private static final int NAME_LENGTH = 100;
  private static final int MODE = 100;
  private static final int UID = 108;
  private static final int GID = 116;
  private static final int SIZE = 124;
  private static final int TIME = 136;
  private static final int CHECKSUM = 148;
  private static final int TYPE = 156;
  private static final int MAGIC = 257;
  private static final int SHORT_NUMBER = 8;
  private static final int LONG_NUMBER = 12;
  private static final char FILE = '0';
  private static final char FOLDER = '5';
  private static final char LONG_NAME = 'L';

  private final ByteArrayOutputStream archive = new ByteArrayOutputStream();

  /**
   * A file of an archive.
   *
   * @param mode its permissions
   * @param uid whose it is
   * @param gid its group
   * @param content what is in it
   */
  record Entry(long mode, long uid, long gid, String content) {}

  /** The first file of an archive; empty where it is no plain file. */
  static Optional<Entry> first(byte[] archive) {
    int header = 0;
    while (header + BLOCK <= archive.length) {
      byte type = archive[header + TYPE];
      long size = number(archive, header + SIZE, LONG_NUMBER);
      int begin = header + BLOCK;
      if (size < 0 || begin + size > archive.length) {
        return Optional.empty();
      }
      if (type == FILE || type == 0) {
        return Optional.of(
            new Entry(
                number(archive, header + MODE, SHORT_NUMBER),
                number(archive, header + UID, SHORT_NUMBER),
                number(archive, header + GID, SHORT_NUMBER),
                new String(archive, begin, (int) size, StandardCharsets.UTF_8)));
      }
      boolean describesNext = type == 'x' || type == 'g' || type == LONG_NAME;
      if (!describesNext) {
        return Optional.empty();
      }
      header = begin + (int) ((size + BLOCK - 1) / BLOCK * BLOCK);
    }
    return Optional.empty();
  }

  private static long number(byte[] archive, int begin, int length) {
    String text =
        new String(archive, begin, length, StandardCharsets.US_ASCII).replace('\0', ' ').strip();
    return text.matches("[0-7]{1,11}") ? Long.parseLong(text, 8) : 0;
  }

  /** Adds a file. */
  void file(String name, Entry entry) {
    byte[] content = entry.content().getBytes(StandardCharsets.UTF_8);
    header(name, entry.mode(), entry.uid(), entry.gid(), content.length, FILE);
    padded(content);
  }

  /** Adds a folder. */
  void folder(String name, long mode, long uid, long gid) {
    header(name + "/", mode, uid, gid, 0, FOLDER);
  }

  private void header(String name, long mode, long uid, long gid, int size, char type) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    if (text.length >= NAME_LENGTH) {
      header("././@LongLink", 0, 0, 0, text.length + 1, LONG_NAME);
      padded(Arrays.copyOf(text, text.length + 1));
    }
    byte[] block = new byte[BLOCK];
    System.arraycopy(text, 0, block, 0, Math.min(text.length, NAME_LENGTH - 1));
    octal(block, MODE, SHORT_NUMBER, mode);
    id(block, UID, uid);
    id(block, GID, gid);
    octal(block, SIZE, LONG_NUMBER, size);
    octal(block, TIME, LONG_NUMBER, Instant.now().getEpochSecond());
    block[TYPE] = (byte) type;
    byte[] magic = "ustar  ".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(magic, 0, block, MAGIC, magic.length);
    Arrays.fill(block, CHECKSUM, CHECKSUM + SHORT_NUMBER, (byte) ' ');
    long sum = 0;
    for (byte value : block) {
      sum += value & 0xff;
    }
    octal(block, CHECKSUM, SHORT_NUMBER - 1, sum);
    archive.writeBytes(block);
  }

  /** Ids beyond what seven octal digits hold are written in binary. */
  private static void id(byte[] block, int place, long id) {
    if (id < (1L << (3 * (SHORT_NUMBER - 1)))) {
      octal(block, place, SHORT_NUMBER, id);
      return;
    }
    for (int i = 0; i < SHORT_NUMBER; i++) {
      block[place + i] = (byte) (id >> (8 * (SHORT_NUMBER - 1 - i)));
    }
    block[place] = (byte) 0x80;
  }

  private static void octal(byte[] block, int place, int length, long number) {
    String digits = Long.toOctalString(number);
    String text = "0".repeat(Math.max(0, length - 1 - digits.length())) + digits;
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, block, place, bytes.length);
    block[place + length - 1] = 0;
  }

  private void padded(byte[] content) {
    archive.writeBytes(content);
    archive.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
  }

  /** The archive. */
  byte[] bytes() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(archive.toByteArray());
    whole.writeBytes(new byte[2 * BLOCK]);
    return whole.toByteArray();
  }
}
