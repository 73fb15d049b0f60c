package org.openlauncher.host.http;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is at the other end of a unix domain socket, as the kernel noted it at the connect.
 *
 * @param name the login name; the user id in digits where the machine has no name for it
 */
record UnixPeer(String name) {
  private static final Logger LOG = LoggerFactory.getLogger(UnixPeer.class);
  private static final String ATTRIBUTE = UnixPeer.class.getName();
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");

  /** The peer; empty for a connection of another kind. The look-up of its name may block. */
  static Optional<UnixPeer> of(ConnectionMetaData connection) {
    // The name is looked up once for each connection: the kernel's answer does not change.
    if (connection.getAttribute(ATTRIBUTE) instanceof UnixPeer known) {
      return Optional.of(known);
    }
    if (!(connection.getConnector() instanceof UnixDomainServerConnector)
        || !(connection.getConnection().getEndPoint().getTransport()
            instanceof SocketChannel channel)) {
      return Optional.empty();
    }
    try {
      UnixDomainPrincipal principal = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
      Optional<UnixPeer> peer =
          Optional.ofNullable(principal).map(told -> new UnixPeer(told.user().getName()));
      peer.ifPresent(known -> connection.setAttribute(ATTRIBUTE, known));
      return peer;
    } catch (IOException | UnsupportedOperationException unknown) {
      LOG.warn("The kernel does not tell who is at the other end of a unix socket", unknown);
      return Optional.empty();
    }
  }

  /**
   * The user id where it stands in the name's place. There may be a user whose name is a number,
   * who must not be taken for the user with that number.
   */
  static OptionalLong number(String name) {
    return NUMBER.matcher(name).matches()
        ? OptionalLong.of(Long.parseLong(name))
        : OptionalLong.empty();
  }
}
