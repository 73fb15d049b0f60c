package org.openlauncher.auth;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The file that holds the key: checks whom it belongs to and who else could read it. */
final class KeyFile {
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);
  private static final int NEW_KEY_BYTES = 32;
  private static final int WRITABLE_BY_OTHERS = 022;
  private static final int STICKY = 01000;
  private static final Path ROOT_FOLDER = Path.of("/");

  private KeyFile() {}

  static byte[] read(Path file, OptionalLong serviceUser) throws KeyFileException {
    try (InputStream stream =
        Files.newInputStream(check(file, serviceUser), LinkOption.NOFOLLOW_LINKS)) {
      return stream.readNBytes(SecureCookieKey.MOST_BYTES + 3);
    } catch (IOException failure) {
      throw unusable(file, failure);
    }
  }

  /**
   * Checks the file without reading it.
   *
   * @return its own path: a symbolic link in its place is resolved
   */
  static Path check(Path file, OptionalLong serviceUser) throws KeyFileException {
    try {
      if (Files.isSymbolicLink(file)) {
        requireOwnFolder(file, false);
      }
      // From here on it is the target's own path, so that a link that is moved changes nothing.
      Path target = file.toRealPath();
      requireRegularFile(file, target);
      requireTrustedOwner(target, serviceUser);
      requireNoOtherReader(target);
      requireOwnFolder(target, true);
      return target;
    } catch (IOException failure) {
      throw unusable(file, failure);
    }
  }

  private static KeyFileException unusable(Path file, IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return refused(file, "a file", "none", "make it as root: " + creation(file.toString()));
    }
    if (failure instanceof AccessDeniedException) {
      String user = System.getProperty("user.name");
      return KeyFileException.denied(
          refusal(
              file,
              "a file that user " + user + " may read",
              "one that it may not",
              "do this as root, or run: sudo chown " + user + " " + shown(file)));
    }
    return new KeyFileException(
        "the secure cookie key " + file + " can't be read: " + failure.getMessage());
  }

  private static void requireRegularFile(Path file, Path target) throws KeyFileException {
    if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
      throw refused(
          target,
          "a file",
          "a folder, device or pipe",
          "move it away and make a file as root: " + creation(file.toString()));
    }
  }

  private static void requireTrustedOwner(Path target, OptionalLong serviceUser)
      throws IOException, KeyFileException {
    long owner = number(target, "unix:uid");
    long self = RunningUser.uid();
    if (owner != 0 && owner != self && !OptionalLong.of(owner).equals(serviceUser)) {
      throw refused(
          target,
          "owner root"
              + (serviceUser.isPresent()
                  ? " or server-user (uid " + serviceUser.getAsLong() + ")"
                  : "")
              + (self == 0 ? "" : " or the running user (uid " + self + ")"),
          "owner uid " + owner,
          "run: sudo chown root " + shown(target));
    }
  }

  private static void requireNoOtherReader(Path target) throws IOException, KeyFileException {
    Set<PosixFilePermission> permissions =
        Files.getPosixFilePermissions(target, LinkOption.NOFOLLOW_LINKS);
    if (!OWNERS.containsAll(permissions)) {
      throw refused(
          target,
          "mode 0600",
          "mode 0%o (%s)"
              .formatted(
                  number(target, "unix:mode") & 0777, PosixFilePermissions.toString(permissions)),
          "run: sudo chmod 0600 " + shown(target));
    }
  }

  /** Who can write to the folder can put another file in the key's place. */
  private static void requireOwnFolder(Path file, boolean stickyWillDo)
      throws IOException, KeyFileException {
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(ROOT_FOLDER);
    long mode = Integer.toUnsignedLong((Integer) Files.getAttribute(folder, "unix:mode"));
    boolean sticky = (mode & STICKY) != 0;
    if ((mode & WRITABLE_BY_OTHERS) != 0 && !(sticky && stickyWillDo)) {
      throw refused(
          file,
          "a folder that nobody but its owner can write to",
          folder + " with mode 0%o".formatted(mode & 07777),
          "run: sudo chmod go-w " + shown(folder));
    }
  }

  private static long number(Path target, String attribute) throws IOException {
    Object value = Files.getAttribute(target, attribute, LinkOption.NOFOLLOW_LINKS);
    return Integer.toUnsignedLong((Integer) value);
  }

  static void create(Path file) throws KeyFileException {
    byte[] random = new byte[NEW_KEY_BYTES];
    new SecureRandom().nextBytes(random);
    String content = HexFormat.of().formatHex(random) + "\n";
    try (OutputStream stream =
        Channels.newOutputStream(
            Files.newByteChannel(
                file,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(
                    EnumSet.of(
                        PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE))))) {
      stream.write(content.getBytes(StandardCharsets.US_ASCII));
    } catch (FileAlreadyExistsException exists) {
      throw refused(
          file, "nothing of that name", "a file", "a key is never replaced; remove it first");
    } catch (IOException failure) {
      throw new KeyFileException(
          "the secure cookie key " + file + " can't be made: " + failure.getMessage());
    }
  }

  /** The command that makes a key; the mode is right from the beginning. */
  static String creation(String file) {
    return "(umask 077; cat /proc/sys/kernel/random/uuid > " + shown(file) + ")";
  }

  private static KeyFileException refused(Path file, String expected, String found, String remedy) {
    return new KeyFileException(refusal(file, expected, found, remedy));
  }

  private static String refusal(Path file, String expected, String found, String remedy) {
    return "the secure cookie key "
        + file
        + ": expected "
        + expected
        + ", found "
        + found
        + "; "
        + remedy;
  }

  private static String shown(Path file) {
    return shown(file.toString());
  }

  /** As a shell takes it; for the eyes of an administrator only. */
  private static String shown(String file) {
    return file.matches("[A-Za-z0-9/._+-]+") ? file : "'" + file.replace("'", "'\\''") + "'";
  }
}
