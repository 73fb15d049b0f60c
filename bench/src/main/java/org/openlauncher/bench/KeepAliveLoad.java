package org.openlauncher.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The same request again and again over connections that are kept; costs the machine as little as
 * it can, since server and client share its processors.
 */
final class KeepAliveLoad {
  private static final int CONNECTIONS = 4;

  private final int port;
  private final byte[] request;

  KeepAliveLoad(int port, byte[] request) {
    this.port = port;
    this.request = request.clone();
  }

  /** Answers a second. */
  double rate(Duration time) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<Callable<Long>> connections = new ArrayList<>();
      for (int number = 0; number < CONNECTIONS; number++) {
        connections.add(() -> askFor(time));
      }
      long answers = 0;
      for (Future<Long> connection : pool.invokeAll(connections)) {
        answers += connection.get();
      }
      return answers / (time.toNanos() / 1e9);
    } finally {
      pool.shutdownNow();
    }
  }

  /** How long each of so many requests takes, one after the other on one connection. */
  Samples latency(int requests) throws IOException {
    long[] nanos = new long[requests];
    try (Socket socket = connect()) {
      InputStream answers = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      for (int number = 0; number < requests; number++) {
        long begin = System.nanoTime();
        ask(socket, answers);
        nanos[number] = System.nanoTime() - begin;
      }
    }
    return Samples.ofNanos(nanos);
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private long askFor(Duration time) throws IOException {
    long count = 0;
    try (Socket socket = connect()) {
      InputStream answers = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      long deadline = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < deadline) {
        ask(socket, answers);
        count++;
      }
    }
    return count;
  }

  private void ask(Socket socket, InputStream answers) throws IOException {
    socket.getOutputStream().write(request);
    String status = line(answers);
    if (!status.startsWith("HTTP/1.1 200 ")) {
      throw new IOException("expected 200, found " + status);
    }
    int length = -1;
    for (String header = line(answers); !header.isEmpty(); header = line(answers)) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring("content-length:".length()).strip());
      }
    }
    if (length < 0) {
      throw new IOException("the answer has no Content-Length");
    }
    answers.skipNBytes(length);
  }

  private static String line(InputStream stream) throws IOException {
    byte[] line = new byte[512];
    int length = 0;
    for (int next = stream.read(); next != '\n'; next = stream.read()) {
      if (next < 0) {
        throw new EOFException("the connection was closed");
      }
      if (next != '\r' && length < line.length) {
        line[length++] = (byte) next;
      }
    }
    return new String(line, 0, length, StandardCharsets.US_ASCII);
  }
}
