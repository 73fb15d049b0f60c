package org.openlauncher.sessions;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Chooses ports for sessions. They lie below those that the kernel gives to connections, so that no
 * connection takes one meanwhile; one that was chosen lately is not chosen again. Whether a port is
 * free is looked up on this machine; on another one a collision ends the session with its program's
 * own message.
 */
final class FreePorts {
  private static final int FIRST = 20_000;
  private static final int COUNT = 12_000;
  private static final int REMEMBERED = 2_000;
  private static final int MOST_TRIES = 10_000;

  private final SecureRandom random = new SecureRandom();
  private final Deque<Integer> lately = new ArrayDeque<>();

  synchronized int choose(Set<Integer> taken) {
    for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
      int port = FIRST + random.nextInt(COUNT);
      if (!taken.contains(port) && !lately.contains(port) && free(port)) {
        lately.addLast(port);
        if (lately.size() > REMEMBERED) {
          lately.removeFirst();
        }
        return port;
      }
    }
    throw new IllegalStateException("this machine has no free port from " + FIRST);
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(false);
      socket.bind(new InetSocketAddress(port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
