package org.openlauncher.auth;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that credentials are signed with: the content of the secure-cookie-key file, without
 * the line break at its end. At least 16 bytes, which is what a random UUID holds.
 */
public final class SecureCookieKey {
  /** The shortest key that is taken, in bytes. */
  public static final int LEAST_BYTES = 16;

  /** The longest key that is taken, in bytes: a longer file is something else. */
  public static final int MOST_BYTES = 4096;

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /** Never used itself: to look for the algorithm takes as long as to sign. */
  private final Mac prepared;

  private SecureCookieKey(byte[] content) {
    this.key = new SecretKeySpec(content, ALGORITHM);
    this.prepared = prepare(key);
  }

  /**
   * Where the key before stands, while both are valid.
   *
   * @param file where the key stands
   */
  public static Path previous(Path file) {
    return file.resolveSibling(file.getFileName() + ".previous");
  }

  /**
   * Reads the key's file, as the running user. The file, or what a symbolic link in its place leads
   * to, must be a regular file that belongs to root or to the running user, and that nobody else
   * has any permission for.
   *
   * @throws KeyFileException where the file can't be trusted or holds no key
   */
  public static SecureCookieKey read(Path file) throws KeyFileException {
    return read(file, OptionalLong.empty());
  }

  /**
   * Reads the key's file for somebody who is not the launcher itself: the file may belong to the
   * user that the launcher runs as, too.
   *
   * @param serviceUser the user id that the launcher runs as
   * @throws KeyFileException where the file can't be trusted or holds no key
   */
  public static SecureCookieKey read(Path file, long serviceUser) throws KeyFileException {
    return read(file, OptionalLong.of(serviceUser));
  }

  /**
   * Makes the checks of {@link #read(Path, long)} without reading the key, for who hands the open
   * file over.
   *
   * @param serviceUser the user id that the launcher is to run as
   * @return the file itself, where a symbolic link stands in its place
   * @throws KeyFileException where the file can't be trusted
   */
  public static Path check(Path file, long serviceUser) throws KeyFileException {
    return KeyFile.ofCookieKey(file, OptionalLong.of(serviceUser)).check();
  }

  /**
   * Reads the key from an inherited descriptor, whose giver has checked the file.
   *
   * @param stream is read to its end and not closed
   * @param name what to call it in a message
   * @throws KeyFileException where there is no key in it
   */
  public static SecureCookieKey read(InputStream stream, String name) throws KeyFileException {
    try {
      return of(stream.readNBytes(MOST_BYTES + 3), name);
    } catch (IOException failure) {
      throw new KeyFileException(
          "the secure cookie key can't be read from " + name + ": " + failure.getMessage());
    }
  }

  /**
   * Makes a file with a new random key and mode 0600. An existing file is never replaced.
   *
   * @throws KeyFileException where there is something of that name, or it can't be made
   */
  public static SecureCookieKey create(Path file) throws KeyFileException {
    NewKeyFile.create(file);
    return read(file);
  }

  private static SecureCookieKey read(Path file, OptionalLong serviceUser) throws KeyFileException {
    byte[] content = KeyFile.ofCookieKey(file, serviceUser).read(MOST_BYTES + 3);
    return of(content, file.toString());
  }

  private static SecureCookieKey of(byte[] content, String name) throws KeyFileException {
    byte[] key = withoutLineBreak(content);
    if (key.length < LEAST_BYTES || key.length > MOST_BYTES) {
      throw new KeyFileException(
          "the secure cookie key "
              + name
              + ": expected from "
              + LEAST_BYTES
              + " to "
              + MOST_BYTES
              + " bytes beside a line break at the end, found "
              + (key.length > MOST_BYTES ? "more" : Integer.toString(key.length))
              + "; make a new one as root: "
              + KeyFile.creation(Path.of(name)));
    }
    return new SecureCookieKey(key);
  }

  private static byte[] withoutLineBreak(byte[] content) {
    int end = content.length;
    if (end > 0 && content[end - 1] == '\n') {
      end--;
      if (end > 0 && content[end - 1] == '\r') {
        end--;
      }
    }
    return Arrays.copyOf(content, end);
  }

  byte[] sign(byte[] message) {
    try {
      return ((Mac) prepared.clone()).doFinal(message);
    } catch (CloneNotSupportedException otherProvider) {
      return prepare(key).doFinal(message);
    }
  }

  private static Mac prepare(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
    }
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "secure cookie key (not shown)";
  }
}
