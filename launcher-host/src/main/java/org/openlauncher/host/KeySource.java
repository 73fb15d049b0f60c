package org.openlauncher.host;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openlauncher.auth.KeyFileException;
import org.openlauncher.auth.SecureCookieKey;
import org.openlauncher.process.InheritedSecrets;

/** Where the secure-cookie-keys come from: from root, or from files that the launcher may read. */
record KeySource(BootProperties boot, InheritedSecrets secrets) {

  /**
   * The keys that credentials may be signed with.
   *
   * @param keys the one in use, and the one before it while that is valid
   * @param files where they stand, as far as the launcher can read them again
   */
  record Keys(List<SecureCookieKey> keys, List<Path> files) {
    Keys {
      keys = List.copyOf(keys);
      files = List.copyOf(files);
    }

    /** Reads the files, as the launcher's own user. */
    static Keys read(Path file) throws KeyFileException {
      Path previous = SecureCookieKey.previous(file);
      List<SecureCookieKey> keys = new ArrayList<>(List.of(SecureCookieKey.read(file)));
      if (Files.exists(previous, LinkOption.NOFOLLOW_LINKS)) {
        keys.add(SecureCookieKey.read(previous));
      }
      return new Keys(keys, List.of(file, previous));
    }
  }

  /**
   * Reads the keys.
   *
   * @param file where the one in use is, which root has read or the launcher itself reads
   */
  Keys read(Path file) throws StartFailure {
    try {
      List<byte[]> inherited = secrets.takeSecureCookieKeys();
      if (!inherited.isEmpty()) {
        return new Keys(of(inherited, file), List.of());
      }
      if (!boot.keyOnStandardInput()) {
        return Keys.read(file);
      }
      SecureCookieKey key = SecureCookieKey.read(System.in, file.toString());
      System.in.close();
      return new Keys(List.of(key), List.of());
    } catch (KeyFileException fault) {
      throw new StartFailure(StartFailure.PERMISSION, String.valueOf(fault.getMessage()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static List<SecureCookieKey> of(List<byte[]> contents, Path file)
      throws KeyFileException {
    try {
      List<SecureCookieKey> keys = new ArrayList<>();
      for (byte[] content : contents) {
        Path source = keys.isEmpty() ? file : SecureCookieKey.previous(file);
        keys.add(SecureCookieKey.read(new ByteArrayInputStream(content), source.toString()));
      }
      return keys;
    } finally {
      contents.forEach(content -> Arrays.fill(content, (byte) 0));
    }
  }
}
