package org.openlauncher.host.http;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is at the other end of a unix domain socket, as the kernel noted it at the connect. */
final class UnixPeer {
  private static final Logger LOG = LoggerFactory.getLogger(UnixPeer.class);

  private UnixPeer() {}

  /** The peer's login name; empty for a connection of another kind. */
  static Optional<String> of(ConnectionMetaData connection) {
    if (!(connection.getConnector() instanceof UnixDomainServerConnector)
        || !(connection.getConnection().getEndPoint().getTransport()
            instanceof SocketChannel channel)) {
      return Optional.empty();
    }
    try {
      UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
      return peer == null ? Optional.empty() : Optional.of(peer.user().getName());
    } catch (IOException | UnsupportedOperationException unknown) {
      LOG.warn("The kernel does not tell who is at the other end of a unix socket", unknown);
      return Optional.empty();
    }
  }
}
