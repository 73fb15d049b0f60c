package org.openlauncher.plugin.slurm.rest;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where slurmrestd listens.
 *
 * @param text as the administrator wrote it
 * @param place for the transport: {@code tcp://HOST:PORT} or {@code unix:///PATH}
 * @param secure whether TLS is spoken there
 * @param prefix what precedes the paths of the API; empty, or begins with a slash
 */
public record RestAddress(String text, URI place, boolean secure, String prefix) {
  /** What an address looks like. */
  public static final String FORM =
      "http://HOST:PORT, https://HOST[:PORT][/PATH] or unix:/PATH of slurmrestd";

  private static final String UNIX = "unix:";
  private static final int WRITABLE_BY_OTHERS = 022;
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "[::1]");
  private static final Pattern LOOPBACK = Pattern.compile("127\\.[0-9.]+");

  /** Reads an address; empty where it is none. */
  public static Optional<RestAddress> parse(String text) {
    try {
      if (text.startsWith(UNIX)) {
        String path = text.substring(UNIX.length()).replaceFirst("^//+", "/");
        return path.startsWith("/") && path.length() > 1
            ? Optional.of(new RestAddress(text, URI.create("unix://" + path), false, ""))
            : Optional.empty();
      }
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean secure = scheme.equals("https");
      if ((!secure && !scheme.equals("http"))
          || uri.getHost() == null
          || uri.getRawUserInfo() != null
          || uri.getRawQuery() != null
          || uri.getRawFragment() != null) {
        return Optional.empty();
      }
      int port = uri.getPort() > 0 ? uri.getPort() : secure ? HTTPS_PORT : HTTP_PORT;
      String prefix = String.valueOf(uri.getRawPath()).replaceFirst("/+$", "");
      return Optional.of(
          new RestAddress(text, URI.create("tcp://" + uri.getHost() + ":" + port), secure, prefix));
    } catch (URISyntaxException | IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /** The socket, where it is one of the file system. */
  public Optional<Path> socket() {
    return "unix".equals(place.getScheme())
        ? Optional.of(Path.of(place.getPath()))
        : Optional.empty();
  }

  /** The folder of the socket, where others could put another socket into it. */
  public Optional<Path> openFolder() {
    return socket().map(Path::getParent).filter(RestAddress::othersCanWrite);
  }

  private static boolean othersCanWrite(Path folder) {
    try {
      int mode = (Integer) Files.getAttribute(folder, "unix:mode");
      return (mode & WRITABLE_BY_OTHERS) != 0;
    } catch (IOException absent) {
      // It may be made later; the first request tells.
      return false;
    }
  }

  /** Whether others on the network could read what is said. */
  public boolean readableOnTheWay() {
    if (secure || socket().isPresent()) {
      return false;
    }
    String host = String.valueOf(place.getHost());
    return !THIS_MACHINE.contains(host) && !LOOPBACK.matcher(host).matches();
  }

  @Override
  public String toString() {
    return text;
  }
}
