package org.openlauncher.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Viewers of one output, in one thread. Each line is the time of its writing in microseconds, and
 * nothing else.
 */
final class OutputViewers implements AutoCloseable {
  private static final int SAMPLES = 2_000_000;

  private final Selector selector = Selector.open();
  private final List<Viewer> viewers = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
  private final long[] latencies = new long[SAMPLES];
  private int measured;
  private int open;

  private static final class Viewer {
    private final SocketChannel channel;
    private final ChunkedBody body = new ChunkedBody();
    private long lines;
    private long number;
    private boolean fresh;

    Viewer(SocketChannel channel) {
      this.channel = channel;
    }
  }

  OutputViewers(int port, byte[] request, int count) throws IOException {
    for (int number = 0; number < count; number++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.write(ByteBuffer.wrap(request));
      channel.configureBlocking(false);
      Viewer viewer = new Viewer(channel);
      channel.register(selector, SelectionKey.OP_READ, viewer);
      viewers.add(viewer);
    }
    open = count;
  }

  void readAll(Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (open > 0) {
      if (System.nanoTime() > deadline) {
        throw new IOException(open + " viewers are not at the end after " + limit);
      }
      selector.select(
          key -> {
            if (key.attachment() instanceof Viewer viewer) {
              read(viewer, key);
            }
          },
          100);
    }
  }

  private void read(Viewer viewer, SelectionKey key) {
    try {
      buffer.clear();
      if (viewer.channel.read(buffer) < 0) {
        key.cancel();
        viewer.channel.close();
        open--;
        return;
      }
      Instant now = Instant.now();
      long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
      buffer.flip();
      viewer.fresh = true;
      viewer.body.read(buffer, next -> take(viewer, next, micros));
    } catch (IOException broken) {
      key.cancel();
      open--;
    }
  }

  private void take(Viewer viewer, byte next, long micros) {
    if (next != '\n') {
      viewer.number = viewer.number * 10 + next - '0';
      return;
    }
    viewer.lines++;
    // The oldest line of what came at once waited longest.
    if (viewer.fresh && measured < SAMPLES) {
      latencies[measured++] = Math.max(0, micros - viewer.number) * 1_000;
    }
    viewer.fresh = false;
    viewer.number = 0;
  }

  /** How many lines the viewers did not get, all together. */
  long missing(int written) {
    return viewers.stream().mapToLong(viewer -> written - viewer.lines).sum();
  }

  Samples latency() {
    return Samples.ofNanos(Arrays.copyOf(latencies, measured));
  }

  @Override
  public void close() throws IOException {
    for (Viewer viewer : viewers) {
      viewer.channel.close();
    }
    selector.close();
  }
}
