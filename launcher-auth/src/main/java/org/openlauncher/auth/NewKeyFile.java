package org.openlauncher.auth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;

/** Makes a key's file: whole and with its final mode from the first moment that it is there. */
final class NewKeyFile {
  private static final int RANDOM_BYTES = 32;

  private NewKeyFile() {}

  /** A line of 256 random bits as hexadecimal digits, in a file with mode 0600. */
  static void create(Path file) throws KeyFileException {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    byte[] line = (HexFormat.of().formatHex(random) + "\n").getBytes(StandardCharsets.US_ASCII);
    try (FileChannel channel =
        FileChannel.open(
            file,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(
                EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)))) {
      write(channel, line, file);
    } catch (FileAlreadyExistsException exists) {
      throw new KeyFileException(
          "the secure cookie key "
              + file
              + ": expected nothing of that name, found a file; a key is never replaced; remove it"
              + " first");
    } catch (IOException failure) {
      throw new KeyFileException(
          "the secure cookie key " + file + " can't be made: " + failure.getMessage());
    }
  }

  private static void write(FileChannel channel, byte[] line, Path file) throws IOException {
    try {
      ByteBuffer content = ByteBuffer.wrap(line);
      while (content.hasRemaining()) {
        channel.write(content);
      }
      // Other machines get copies of it: it must not be another one after a power failure.
      channel.force(true);
    } catch (IOException failure) {
      // Half a key would keep the launcher from starting, and a whole one from being made.
      Files.deleteIfExists(file);
      throw failure;
    }
  }
}
