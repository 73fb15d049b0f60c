package org.openlauncher.host.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The place of a unix socket in the file system: made free before, opened to its users after. */
final class UnixSocketPlace {
  private static final Path ROOT_FOLDER = Path.of("/");
  private static final Path SELF = Path.of("/proc/self");
  private static final int TYPE = 0170000;
  private static final int SOCKET = 0140000;
  private static final int WRITABLE_BY_OTHERS = 022;
  private static final int STICKY = 01000;

  private final ListenAddress.UnixSocket socket;

  UnixSocketPlace(ListenAddress.UnixSocket socket) {
    this.socket = socket;
  }

  /**
   * Removes a socket of ours that nobody listens at any more, and nothing else.
   *
   * @throws IOException where the place can't be used; the message says why and what to do
   */
  void clear() throws IOException {
    requireOwnFolder();
    Map<String, Object> found;
    try {
      found = Files.readAttributes(socket.path(), "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException nothingThere) {
      return;
    }
    if ((number(found, "mode") & TYPE) != SOCKET) {
      throw refused("there is something that is no socket");
    }
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.connect(UnixDomainSocketAddress.of(socket.path()));
    } catch (ConnectException nobodyListens) {
      requireOurs(found);
      Files.delete(socket.path());
      return;
    } catch (IOException unclear) {
      throw refused("whether somebody listens there can't be told: " + unclear.getMessage());
    }
    throw refused("somebody listens there already");
  }

  private void requireOurs(Map<String, Object> found) throws IOException {
    int self = (Integer) Files.getAttribute(SELF, "unix:uid");
    if (number(found, "uid") != self) {
      throw refused(
          "a socket is left there by another user (uid %s); remove it"
              .formatted(Integer.toUnsignedString(number(found, "uid"))));
    }
  }

  /** Who can put another socket in this one's place is given what clients send. */
  private void requireOwnFolder() throws IOException {
    Path folder = Optional.ofNullable(socket.path().getParent()).orElse(ROOT_FOLDER);
    Map<String, Object> found;
    try {
      found = Files.readAttributes(folder, "unix:mode,uid");
    } catch (NoSuchFileException missing) {
      throw refused(
          "there is no folder " + folder + "; make it, for the launcher's user to write to");
    }
    int owner = number(found, "uid");
    if (owner != 0 && owner != (Integer) Files.getAttribute(SELF, "unix:uid")) {
      throw refused(
          "folder %s belongs to another user (uid %s), neither to root nor to the launcher's user"
              .formatted(folder, Integer.toUnsignedString(owner)));
    }
    int mode = number(found, "mode");
    if ((mode & WRITABLE_BY_OTHERS) != 0 && (mode & STICKY) == 0) {
      throw refused(
          "others can write to folder %s (mode 0%o); run: sudo chmod go-w %s"
              .formatted(folder, mode & 07777, folder));
    }
  }

  /** Lets those connect who may. */
  void open() throws IOException {
    Files.setPosixFilePermissions(socket.path(), socket.permissions());
  }

  private static int number(Map<String, Object> attributes, String name) {
    return (Integer) attributes.getOrDefault(name, 0);
  }

  private IOException refused(String reason) {
    return new IOException("can't listen at " + socket.path() + ": " + reason);
  }
}
