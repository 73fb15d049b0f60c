package org.openlauncher.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same request again and again over connections that are kept. */
final class KeepAliveLoad {
  private static final int CONNECTIONS = 4;
  private static final int OK = 200;

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
    try (KeepAliveConnection connection = new KeepAliveConnection(port)) {
      for (int number = 0; number < requests; number++) {
        long begin = System.nanoTime();
        connection.exchange(request, OK);
        nanos[number] = System.nanoTime() - begin;
      }
    }
    return Samples.ofNanos(nanos);
  }

  private long askFor(Duration time) throws IOException {
    long count = 0;
    try (KeepAliveConnection connection = new KeepAliveConnection(port)) {
      long deadline = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < deadline) {
        connection.exchange(request, OK);
        count++;
      }
    }
    return count;
  }
}
