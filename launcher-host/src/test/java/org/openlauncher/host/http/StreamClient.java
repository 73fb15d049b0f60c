package org.openlauncher.host.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Reads a stream from a raw socket, so that a test decides how fast, and when to go. */
final class StreamClient implements AutoCloseable {
  private final Socket socket;
  private final StringBuilder seen = new StringBuilder();

  private StreamClient(Socket socket) {
    this.socket = socket;
  }

  static StreamClient open(TestDoor door, String path, String... headers) {
    return open(door, path, 0, headers);
  }

  /** Opens a stream with a receive buffer of a given size; 0 for the usual one. */
  static StreamClient open(TestDoor door, String path, int receiveBuffer, String... headers) {
    try {
      Socket socket = new Socket();
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.setSoTimeout(30_000);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port()));
      String request =
          "GET "
              + path
              + " HTTP/1.1\r\nHost: x\r\nAuthorization: Launcher alice\r\n"
              + String.join("", Arrays.stream(headers).map(h -> h + "\r\n").toList())
              + "\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new StreamClient(socket);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Reads until a text was seen; answers all that was seen so far. */
  String awaitText(String text) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (seen.indexOf(text) < 0) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("\"" + text + "\" did not come within a minute: " + seen);
      }
      if (!readSome()) {
        throw new AssertionError("the stream ended without \"" + text + "\": " + seen);
      }
    }
    return seen.toString();
  }

  /** Reads until the server closes; answers all that was seen. */
  String awaitEnd() {
    while (readSome()) {
      // All of it.
    }
    return seen.toString();
  }

  private boolean readSome() {
    byte[] buffer = new byte[1 << 16];
    try {
      int count = socket.getInputStream().read(buffer);
      if (count > 0) {
        seen.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
      }
      return count >= 0;
    } catch (SocketTimeoutException silent) {
      throw new AssertionError("nothing came for 30 s after: " + seen, silent);
    } catch (IOException broken) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
