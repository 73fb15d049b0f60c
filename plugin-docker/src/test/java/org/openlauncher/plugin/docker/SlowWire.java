package org.openlauncher.plugin.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** A slow way to a real server: what it answers comes a piece at a time. */
final class SlowWire implements AutoCloseable {
  private static final int PIECE = 16 * 1024;

  private final String host;
  private final int port;
  private final long pauseNanoseconds;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /**
   * @param server HOST:PORT
   * @param bytesPerSecond how much comes through each connection
   */
  SlowWire(String server, long bytesPerSecond) throws IOException {
    this.host = server.substring(0, server.indexOf(':'));
    this.port = Integer.parseInt(server.substring(server.indexOf(':') + 1));
    this.pauseNanoseconds = PIECE * 1_000_000_000L / bytesPerSecond;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** Its own HOST:PORT. */
  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** Whether something is connected at present. */
  boolean used() {
    return !open.isEmpty();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Socket real = new Socket(host, port);
        open.add(client);
        start(() -> copy(client, real, 0));
        start(() -> copy(real, client, pauseNanoseconds));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void copy(Socket from, Socket to, long pause) {
    try (from;
        to) {
      InputStream source = from.getInputStream();
      OutputStream target = to.getOutputStream();
      byte[] piece = new byte[PIECE];
      for (int count = source.read(piece); count >= 0; count = source.read(piece)) {
        target.write(piece, 0, count);
        if (pause > 0) {
          LockSupport.parkNanos(pause);
        }
      }
    } catch (IOException cutOff) {
      // Then there is no more.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "slow-wire");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket connection : open) {
      connection.close();
    }
  }
}
