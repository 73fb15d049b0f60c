package org.openlauncher.host;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.openlauncher.auth.KeyFileException;
import org.openlauncher.auth.SecureCookieKey;
import org.openlauncher.process.InheritedSecrets;

/** Where the secure-cookie-key comes from: from root, or from a file that the launcher may read. */
record KeySource(BootProperties boot, InheritedSecrets secrets) {

  /**
   * Reads the key.
   *
   * @param file where it is, which root has read or the launcher itself reads
   */
  SecureCookieKey read(Path file) throws StartFailure {
    try {
      Optional<byte[]> inherited = secrets.takeSecureCookieKey();
      if (inherited.isPresent()) {
        return of(inherited.get(), file);
      }
      if (!boot.keyOnStandardInput()) {
        return SecureCookieKey.read(file);
      }
      SecureCookieKey key = SecureCookieKey.read(System.in, file.toString());
      System.in.close();
      return key;
    } catch (KeyFileException fault) {
      throw new StartFailure(StartFailure.PERMISSION, String.valueOf(fault.getMessage()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static SecureCookieKey of(byte[] content, Path file) throws KeyFileException {
    try {
      return SecureCookieKey.read(new ByteArrayInputStream(content), file.toString());
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }
}
