package org.openlauncher.auth;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A file that holds a key: checks whom it belongs to and who else could read or replace it. */
public final class KeyFile {
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);
  private static final int WRITABLE_BY_OTHERS = 022;
  private static final int STICKY = 01000;
  private static final Path ROOT_FOLDER = Path.of("/");

  private final String name;
  private final Path file;
  private final OptionalLong serviceUser;
  private final boolean groupMayRead;
  private final String creation;

  private KeyFile(
      String name, Path file, OptionalLong serviceUser, boolean groupMayRead, String creation) {
    this.name = name;
    this.file = file;
    this.serviceUser = serviceUser;
    this.groupMayRead = groupMayRead;
    this.creation = creation;
  }

  /** The shared secret, which nobody but its owner may read. */
  static KeyFile ofCookieKey(Path file, OptionalLong serviceUser) {
    return new KeyFile(
        "the secure cookie key", file, serviceUser, false, "make it as root: " + creation(file));
  }

  /**
   * A private key that the launcher's user reads for itself: its own file, or root's. A group of
   * that user may read root's file, so that the launcher can't change what it can read.
   *
   * @param name what to call it in a message
   */
  public static KeyFile ofPrivateKey(String name, Path file) {
    return new KeyFile(name, file, OptionalLong.empty(), true, "put the private key there");
  }

  /**
   * A token that the launcher's user reads for itself, under the same rules as {@link
   * #ofPrivateKey}.
   *
   * @param name what to call it in a message
   * @param creation the command that makes it
   */
  public static KeyFile ofToken(String name, Path file, String creation) {
    return new KeyFile(name, file, OptionalLong.empty(), true, "run: " + creation);
  }

  /**
   * The key that sessions' tokens are signed with: root's, or the running user's own where that is
   * not root.
   */
  static KeyFile ofSessionKey(Path file) {
    return new KeyFile(
        "the session key",
        file,
        OptionalLong.empty(),
        false,
        "make it as root: " + SessionKey.creation(file));
  }

  /**
   * Reads the file, as the running user.
   *
   * @param most how many bytes to read at most
   * @throws KeyFileException where the file can't be trusted or read
   */
  public byte[] read(int most) throws KeyFileException {
    try (InputStream stream = Files.newInputStream(check(), LinkOption.NOFOLLOW_LINKS)) {
      return stream.readNBytes(most);
    } catch (IOException failure) {
      throw unusable(failure);
    }
  }

  /**
   * Checks the file without reading it.
   *
   * @return its own path: a symbolic link in its place is resolved
   */
  Path check() throws KeyFileException {
    try {
      if (Files.isSymbolicLink(file)) {
        requireOwnFolder(file, false);
      }
      // From here on it is the target's own path, so that a link that is moved changes nothing.
      Path target = file.toRealPath();
      requireRegularFile(target);
      requireTrustedOwner(target);
      requireNoOtherReader(target);
      requireOwnFolder(target, true);
      return target;
    } catch (IOException failure) {
      throw unusable(failure);
    }
  }

  private KeyFileException unusable(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return refused(file, "a file", "none", creation);
    }
    if (failure instanceof AccessDeniedException) {
      String user = System.getProperty("user.name");
      return KeyFileException.denied(
          refusal(
              file,
              "a file that user " + user + " may read",
              "one that it may not",
              groupMayRead
                  ? "run: " + opening(file)
                  : "do this as root, or run: sudo chown " + user + " " + shown(file)));
    }
    return new KeyFileException(name + " " + file + " can't be read: " + failure.getMessage());
  }

  private void requireRegularFile(Path target) throws KeyFileException {
    if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
      throw refused(
          target,
          "a file",
          "a folder, device or pipe",
          groupMayRead ? creation : "move it away and make a file as root: " + creation(file));
    }
  }

  private void requireTrustedOwner(Path target) throws IOException, KeyFileException {
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
          "run: "
              + (groupMayRead && self != 0 ? opening(target) : "sudo chown root " + shown(target)));
    }
  }

  private void requireNoOtherReader(Path target) throws IOException, KeyFileException {
    Set<PosixFilePermission> permissions =
        Files.getPosixFilePermissions(target, LinkOption.NOFOLLOW_LINKS);
    Set<PosixFilePermission> allowed = EnumSet.copyOf(OWNERS);
    boolean rootsForGroups = groupMayRead && number(target, "unix:uid") == 0;
    if (rootsForGroups && RunningUser.groups().contains(number(target, "unix:gid"))) {
      allowed.add(PosixFilePermission.GROUP_READ);
    }
    if (!allowed.containsAll(permissions)) {
      throw refused(
          target,
          rootsForGroups ? "mode 0600, or 0640 with a group of the launcher's user" : "mode 0600",
          "mode 0%o (%s)%s"
              .formatted(
                  number(target, "unix:mode") & 0777,
                  PosixFilePermissions.toString(permissions),
                  rootsForGroups ? " with group " + number(target, "unix:gid") : ""),
          "run: "
              + (rootsForGroups && RunningUser.uid() != 0
                  ? opening(target)
                  : "sudo chmod 0600 " + shown(target)));
    }
  }

  /** The command that lets the launcher's user read root's file, and nobody change it. */
  private static String opening(Path target) {
    return "sudo chown root:%d %s && sudo chmod 0640 %s"
        .formatted(RunningUser.gid(), shown(target), shown(target));
  }

  /** Who can write to the folder can put another file in the key's place. */
  private void requireOwnFolder(Path entry, boolean stickyWillDo)
      throws IOException, KeyFileException {
    Path folder = Optional.ofNullable(entry.toAbsolutePath().getParent()).orElse(ROOT_FOLDER);
    long mode = Integer.toUnsignedLong((Integer) Files.getAttribute(folder, "unix:mode"));
    boolean sticky = (mode & STICKY) != 0;
    if ((mode & WRITABLE_BY_OTHERS) != 0 && !(sticky && stickyWillDo)) {
      throw refused(
          entry,
          "a folder that nobody but its owner can write to",
          folder + " with mode 0%o".formatted(mode & 07777),
          "run: sudo chmod go-w " + shown(folder));
    }
  }

  private static long number(Path target, String attribute) throws IOException {
    Object value = Files.getAttribute(target, attribute, LinkOption.NOFOLLOW_LINKS);
    return Integer.toUnsignedLong((Integer) value);
  }

  /** The command that makes a secure cookie key; the mode is right from the beginning. */
  static String creation(Path file) {
    return "(umask 077; cat /proc/sys/kernel/random/uuid > " + shown(file) + ")";
  }

  private KeyFileException refused(Path target, String expected, String found, String remedy) {
    return new KeyFileException(refusal(target, expected, found, remedy));
  }

  private String refusal(Path target, String expected, String found, String remedy) {
    return name + " " + target + ": expected " + expected + ", found " + found + "; " + remedy;
  }

  /** As a shell takes it; for the eyes of an administrator only. */
  static String shown(Path file) {
    String text = file.toString();
    return text.matches("[A-Za-z0-9/._+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
