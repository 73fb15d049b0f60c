package org.openlauncher.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where the launcher listens. */
public sealed interface ServerAddress {
  /**
   * A TCP port.
   *
   * @param host a host name, an IPv4 address, or an IPv6 address without brackets
   * @param port from 1 to 65535
   */
  record Tcp(String host, int port) implements ServerAddress {
    @Override
    public String toString() {
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
  }

  /**
   * A unix domain socket.
   *
   * @param path absolute, at most 107 bytes long
   */
  record UnixSocket(Path path) implements ServerAddress {
    /** The longest path that the kernel takes, in bytes. */
    public static final int LONGEST_PATH = 107;

    @Override
    public String toString() {
      return path.toString();
    }
  }

  /** The host of a TCP address in the form that {@link Tcp} holds it; empty where it is none. */
  static Optional<String> host(String text) {
    String host =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    if (host.indexOf(':') >= 0) {
      return isIpv6(host) ? Optional.of(host) : Optional.empty();
    }
    boolean valid =
        Forms.ONLY_DIGITS_AND_DOTS.matcher(text).matches()
            ? Forms.IPV4.matcher(text).matches()
            : text.length() <= Forms.LONGEST_HOST_NAME && Forms.HOST_NAME.matcher(text).matches();
    return valid ? Optional.of(text) : Optional.empty();
  }

  private static boolean isIpv6(String host) {
    // The zone names a network interface, which need not be there yet.
    String literal = host.replaceFirst("%[A-Za-z0-9._-]+$", "");
    if (!Forms.IPV6_CHARACTERS.matcher(literal).matches()) {
      return false;
    }
    try {
      // A text with a colon is never looked up by name.
      return InetAddress.getByName(literal) != null;
    } catch (UnknownHostException malformed) {
      return false;
    }
  }

  /** What addresses look like. */
  final class Forms {
    private static final int LONGEST_HOST_NAME = 253;
    private static final Pattern ONLY_DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
    private static final Pattern IPV4 =
        Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9A-Fa-f:.]+");
    private static final Pattern HOST_NAME =
        Pattern.compile(
            "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?"
                + "(?:\\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?)*\\.?");

    private Forms() {}
  }
}
