package org.openlauncher.plugin.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A registry that takes connections and says nothing, for as long as the tests run. */
final class MuteRegistry {
  private static final ServerSocket SOCKET = bound();

  private MuteRegistry() {}

  private static ServerSocket bound() {
    try {
      return new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** An image that is said to be there. */
  static String image() {
    return "127.0.0.1:" + SOCKET.getLocalPort() + "/never:1";
  }
}
