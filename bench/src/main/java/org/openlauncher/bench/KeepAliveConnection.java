package org.openlauncher.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One connection that is kept for many requests; costs the machine as little as it can, since
 * server and client share its processors.
 */
final class KeepAliveConnection implements AutoCloseable {
  private static final int LONGEST_LINE = 512;

  private final Socket socket;
  private final InputStream answers;

  KeepAliveConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    answers = new BufferedInputStream(socket.getInputStream(), 1 << 16);
  }

  /** Sends a request and returns the answer's body, which must come with that status. */
  byte[] exchange(byte[] request, int expectedStatus) throws IOException {
    socket.getOutputStream().write(request);
    String status = line();
    if (!status.startsWith("HTTP/1.1 " + expectedStatus + " ")) {
      throw new IOException("expected " + expectedStatus + ", found " + status);
    }
    int length = -1;
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring("content-length:".length()).strip());
      }
    }
    if (length < 0) {
      throw new IOException("the answer has no Content-Length");
    }
    return answers.readNBytes(length);
  }

  private String line() throws IOException {
    byte[] line = new byte[LONGEST_LINE];
    int length = 0;
    for (int next = answers.read(); next != '\n'; next = answers.read()) {
      if (next < 0) {
        throw new EOFException("the connection was closed");
      }
      if (next != '\r' && length < line.length) {
        line[length++] = (byte) next;
      }
    }
    return new String(line, 0, length, StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
