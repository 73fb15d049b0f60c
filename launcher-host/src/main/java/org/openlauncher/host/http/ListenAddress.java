package org.openlauncher.host.http;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Where the front door listens. */
public sealed interface ListenAddress {
  /**
   * A TCP port.
   *
   * @param host a name, an IPv4 or an IPv6 address; {@code *} for all of the machine's
   * @param port 0 for any free one
   */
  record Tcp(String host, int port) implements ListenAddress {
    /** Refuses a number that is no port. */
    public Tcp {
      if (host.isEmpty()) {
        throw new IllegalArgumentException("an address needs a host");
      }
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("not a port: " + port);
      }
    }

    @Override
    public String toString() {
      return (host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host)
          + ":"
          + port;
    }
  }

  /**
   * A unix domain socket; the kernel tells who its peers are.
   *
   * @param path absolute, shorter than 108 bytes
   * @param permissions who may connect
   */
  record UnixSocket(Path path, Set<PosixFilePermission> permissions) implements ListenAddress {
    private static final int FIRST_TOO_LONG = 108;

    /** Refuses a path that the kernel can't take. */
    public UnixSocket {
      permissions = Set.copyOf(permissions);
      int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
      if (!path.isAbsolute() || length >= FIRST_TOO_LONG) {
        throw new IllegalArgumentException(
            "the path of a unix domain socket must be absolute and shorter than "
                + FIRST_TOO_LONG
                + " bytes: "
                + path);
      }
    }

    @Override
    public String toString() {
      return "unix:" + path;
    }
  }
}
